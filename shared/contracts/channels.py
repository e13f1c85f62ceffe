"""The ways on which a customer's word reaches the company, by the names that a change is filed under."""

FACE_TO_FACE = "face_to_face"
CALL_CENTRE = "call_centre"
EMAIL = "email"
WEB = "web"
PARTNER = "partner"
IMPORT = "import"

CHANNELS = (FACE_TO_FACE, CALL_CENTRE, EMAIL, WEB, PARTNER, IMPORT)

TOLD = (FACE_TO_FACE, CALL_CENTRE, EMAIL, WEB, PARTNER)
"""What a caller may say of a change; that it came by an import is said by the import itself."""
