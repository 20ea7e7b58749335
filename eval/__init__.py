"""Scores documents against documents: spans, edges, answers, intervals, calibration, speed. Knows no tensor and no model."""
