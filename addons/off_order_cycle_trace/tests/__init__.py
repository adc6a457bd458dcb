from . import (
    test_access,
    test_engine,
    test_files,
    test_mixed,
    test_operators,
    test_queries,
    test_recall,
    test_trace,
)
