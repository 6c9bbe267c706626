"""Charts in characters: a file a mark, on a canvas (`canvas.py`) or as rows that lie across (`across.py`).

They draw the same declarations as the pictures (`render/charts/`), from the same series, bars and rows.
"""
