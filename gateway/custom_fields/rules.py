"""Which custom fields a company may define, in plain Python: no database, no wire, no clock."""

from collections.abc import Collection

from shared.errors import Conflict, Fault, RuleBroken


class CustomFieldCodeIsTaken(Conflict):
    """Codes are unique for each kind of record, retired fields included: their values are still there."""

    code = "custom_field_code_taken"


class CustomFieldCodeIsReserved(RuleBroken):
    """A field of the product has this name; two fields of one name would be mistaken for each other."""

    code = "custom_field_code_reserved"


class TooManyCustomFields(RuleBroken):
    """There is room for so many fields of one kind of record, retired ones included."""

    code = "too_many_custom_fields"


class CustomFieldIsRetired(Conflict):
    """It takes no change while it is retired; reinstate it first."""

    code = "custom_field_retired"


class CustomFieldIsInUse(Conflict):
    """It is not retired, so there is nothing to reinstate."""

    code = "custom_field_not_retired"


class PicklistIsUnknown(RuleBroken):
    """A choice field names a managed list that is there, or brings its own choices."""

    code = "picklist_unknown"


class ReferenceIsElsewhere(RuleBroken):
    """A record can only be checked to be there by the service that keeps both."""

    code = "custom_field_reference_elsewhere"


class DefaultDoesNotFit(RuleBroken):
    """The default must be a value that the field itself would take."""

    code = "custom_field_default_refused"

    @classmethod
    def because(cls, sentence: str) -> "DefaultDoesNotFit":
        return cls("The default is no value of this field.", faults=[Fault("/default", sentence)])


def ensure_free(code: str, reserved: Collection[str]) -> None:
    if code in reserved:
        raise CustomFieldCodeIsReserved(f"{code} is a field of the product; choose another code.")


def ensure_room(there: int, most: int) -> None:
    if there >= most:
        raise TooManyCustomFields(f"There is room for {most} custom fields, retired ones included.")


def ensure_not_retired(code: str, retired: bool) -> None:
    if retired:
        raise CustomFieldIsRetired(f"{code} is retired; reinstate it first.")


def ensure_retired(code: str, retired: bool) -> None:
    if not retired:
        raise CustomFieldIsInUse(f"{code} is not retired.")


def ensure_same_service(here: str, there: str) -> None:
    if here != there:
        raise ReferenceIsElsewhere(f"Records of {here} cannot refer to records of {there}.")
