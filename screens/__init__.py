"""The full screen: one file a screen, parts that several use in `widgets`."""
