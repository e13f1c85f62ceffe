"""What is logged is written as lines; what cannot be written breaks nothing."""

import io

from deploy.logs import Lasting


class FullDisk(io.StringIO):
    def write(self, text: str, /) -> int:
        raise OSError(28, "No space left on device")

    def flush(self) -> None:
        raise OSError(28, "No space left on device")


def test_a_line_goes_to_the_stream() -> None:
    stream = io.StringIO()
    lasting = Lasting(stream)
    assert lasting.write("one\n") == 4
    lasting.flush()
    assert stream.getvalue() == "one\n"


def test_a_line_that_finds_no_room_is_left_out() -> None:
    lasting = Lasting(FullDisk())
    assert lasting.write("one\n") == 4
    lasting.flush()
