"""The demo: an invented county on this machine, with people who can sign in and petitions in every state.

``runner`` starts and stops it, ``preparation`` brings database and files up to date, ``county`` fills it with
``people``, ``petitions`` and ``notices``.
"""
