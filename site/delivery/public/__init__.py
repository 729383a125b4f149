"""What everybody may read and any cache may keep: pages, lists of the API, feeds. One way of giving each."""
