# In the context of who closes a cycle. A context that came from outside holds texts and
# numbers, never this object.
CLOSING = object()

# In that of who cancels an order.
CANCELLING = object()

# In that of who changes an order as a whole: its lines are not judged one by one.
WHOLE = object()

# In that of who places standing orders.
STANDING = object()

# In that of who brings the fees of an order in step itself, once all is written.
LATER = object()
