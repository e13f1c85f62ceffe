"""What a toy process can be told: the moment at which it dies, and to send at once."""

DIE_BEFORE_PUBLISHING = "--die-before-publishing"
DIE_BEFORE_ACKNOWLEDGING = "--die-before-acknowledging"
DIE_BEFORE_RECORDING = "--die-before-recording"
SEND = "--send"
