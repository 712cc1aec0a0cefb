"""What plugins may do: the contract they are written against, and how they are loaded and asked.

`specs` is the contract, `typed` the same as a class to inherit, `context` what a hook sees.  What it may
say is read in `answers`, in `findings` of plans, in `calendars` and `commands`, with `reading` for their
parts; `loading` finds and checks plugins, `plugins` asks them.  What becomes of an answer is decided in
`campaignflow.gate`.
"""
