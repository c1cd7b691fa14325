"""Acts on what the shell itself keeps."""
