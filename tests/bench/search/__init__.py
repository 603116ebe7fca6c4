"""The search part of the bench: our backend beside modelsearch's own and beside icontains."""
