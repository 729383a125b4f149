"""The routing rules, pure: from a petition's text and place to a proposal with its reasons. No framework.

``judge.judge`` is the door. It reads a ``world.World`` of plain data, so that the rules can be tried on
paper. The words it knows stand in the data files beside this package.
"""
