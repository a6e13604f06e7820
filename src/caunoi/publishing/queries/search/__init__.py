"""What readers find."""
