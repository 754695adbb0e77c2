"""Where codes come from: keyboard wedge, later serial, input device and camera."""
