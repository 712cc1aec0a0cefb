"""WHAT A RECORD SAYS: pure functions over the bodies of records.

Their shape, the facets that decisions cover, what follows from a change, what falls due and when.
Where bodies are kept is `campaignflow.store`, who may change them `campaignflow.gate`.
"""
