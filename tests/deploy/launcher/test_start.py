"""What `./tenon` hands to the command that it becomes."""

import os

from deploy.launcher.catalogue import ROOT
from deploy.launcher.start import settings_of_the_command


def test_what_is_compiled_is_kept_whatever_the_machine_says():
    settings = settings_of_the_command({"PYTHONDONTWRITEBYTECODE": "1", "TENON_PORT": "80"})
    assert settings == {"TENON_PORT": "80", "PYTHONPATH": str(ROOT)}


def test_this_checkout_is_found_before_what_else_is_on_the_path():
    assert settings_of_the_command({"PYTHONPATH": "/elsewhere"})["PYTHONPATH"] == f"{ROOT}{os.pathsep}/elsewhere"
