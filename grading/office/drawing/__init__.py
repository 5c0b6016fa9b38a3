"""DrawingML, VML and charts: what documents, workbooks and presentations draw."""
