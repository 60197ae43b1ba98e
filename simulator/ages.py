"""Age bands as Korean population tables have them, and how many live in each."""

import numpy as np

AGE_BANDS = ("0-9", *(f"{age}-{age + 4}" for age in range(10, 70, 5)), "70+")
# Seoul's age pyramid in per cent, rounded by hand.
AGE_SHARES = np.array([5.9, 4.0, 4.0, 6.6, 8.6, 8.2, 6.9, 7.6, 7.4, 8.5, 7.5, 7.8, 6.6, 10.4])
