"""scikit-learn."""
import sklearn
from sklearn.linear_model import LinearRegression

from case import Case, blas


def start(threads):
    return "scikit-learn %s, %s" % (sklearn.__version__, blas())


def least_squares(x, y):
    run = lambda: LinearRegression().fit(x, y)

    def check():
        fit = run()
        return [fit.intercept_, *fit.coef_]
    return Case(run, check)
