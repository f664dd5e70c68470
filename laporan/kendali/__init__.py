"""The control room: how far, how late, how much. Every number is the number of the list that it links to.

cacah counts the Usulan (one query for all that is counted), peta lays them out by kelurahan, laju holds the pace
against the calendar, uang the seven numbers and the curve.
"""
