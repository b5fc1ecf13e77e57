"""What a person types about codes and labels, as the values that the verbs take."""
