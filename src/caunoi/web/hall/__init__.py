"""The day itself: the door app, the participant's phone, the big screen."""
