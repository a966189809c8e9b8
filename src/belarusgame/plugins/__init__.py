"""What pytest and Hypothesis load by themselves; importing it loads nothing heavy."""
