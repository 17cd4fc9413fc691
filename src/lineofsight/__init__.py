"""Line of Sight runs a safeguarding partnership's scrutiny and assurance framework."""

__version__ = "0.1.0"
