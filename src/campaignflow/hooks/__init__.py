"""What plugins may do: the contract they are written against, and how they are loaded and asked.

`specs` is the contract, `context` what a hook sees, `answers` what it may say; `loading` finds and checks
plugins, `plugins` asks them.  What becomes of an answer is decided in `campaignflow.gate`.
"""
