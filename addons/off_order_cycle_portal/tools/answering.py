# In the context of who writes what a producer promised. A context that came from
# outside holds texts and numbers, never this object.
ANSWERING = object()
