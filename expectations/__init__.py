"""What must hold of each table, as Python lists of Great Expectations, and the gate that runs them.

Importing this package takes seconds (it imports Great Expectations): no DAG file and no command does so at its top.
"""

import logging
import os

# Before Great Expectations is imported anywhere: it reads this once, and would otherwise send usage data.
os.environ["GX_ANALYTICS_ENABLED"] = "False"
# Where Airflow was imported first, the root logger listens at INFO and Great Expectations tells it every registration.
logging.getLogger("great_expectations").setLevel(logging.WARNING)
