"""The demonstration office: made-up people in real places, built through the same services as every office's data."""
