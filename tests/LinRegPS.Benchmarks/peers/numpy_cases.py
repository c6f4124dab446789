"""NumPy, written by hand: no autograd, each gradient as a person would derive it."""
import numpy as np

from case import Case, blas

RATE = np.float32(0.01)


def start(threads):
    np.ones((2, 2), np.float32) @ np.ones((2, 2), np.float32)
    return "NumPy %s, %s" % (np.__version__, blas())


def founding():
    x = np.array([1, 2, 3, 4], dtype=np.float32)
    y = np.array([2, 4, 6, 8], dtype=np.float32)

    def train(epochs):
        w = 0.0
        for _ in range(epochs):
            prediction = w * x
            loss = ((prediction - y) ** 2).mean()
            w -= 0.01 * (np.dot(2 * x, prediction - y) / 4)
        return loss, w
    return Case(lambda: train(10000), lambda: train(10), 10000)


def full_batch(x, y):
    rows = len(x)
    w = np.zeros(x.shape[1], np.float32)
    scale = np.float32(2 / rows)

    def step():
        nonlocal w
        residual = x @ w
        residual -= y
        loss = np.dot(residual, residual) / rows
        w = w - RATE * ((x.T @ residual) * scale)
        return loss

    def check():
        losses = [step() for _ in range(3)]
        return [losses[-1], *w[:8]]
    return Case(step, check)


def mini_batch(x, y, order, size, shuffle):
    rows = len(x)
    w, b = np.zeros(x.shape[1], np.float32), np.float32(0)

    def step(xb, yb):
        nonlocal w, b
        residual = xb @ w + b - yb
        scale = RATE * np.float32(2 / len(residual))
        np.dot(residual, residual)
        w -= scale * (residual @ xb)
        b -= scale * residual.sum()

    def in_order():
        for i in range(0, rows, size):
            step(x[i:i + size], y[i:i + size])

    def shuffled(order):
        for i in range(0, rows, size):
            chosen = order[i:i + size]
            step(x[chosen], y[chosen])

    def check():
        shuffled(order.astype(np.int64))
        return [((x @ w + b - y) ** 2).mean(), *w[:8], b]
    return Case((lambda: shuffled(np.random.permutation(rows))) if shuffle else in_order, check)


def mlp(x, classes, w0, b0, w1, b1, w2, b2, optimizer="sgd"):
    labels, rows = classes.astype(np.int64), np.arange(len(x))
    weights, biases = [w.T.copy() for w in (w0, w1, w2)], [b0, b1, b2]
    scale = np.float32(1 / len(x))

    def step():
        h1 = x @ weights[0]
        h1 += biases[0]
        np.maximum(h1, 0, out=h1)
        h2 = h1 @ weights[1]
        h2 += biases[1]
        np.maximum(h2, 0, out=h2)
        z = h2 @ weights[2]
        z += biases[2]
        z -= z.max(1, keepdims=True)
        e = np.exp(z)
        sums = e.sum(1, keepdims=True)
        loss = (np.log(sums[:, 0]) - z[rows, labels]).mean()
        d3 = e / sums
        d3[rows, labels] -= 1
        d3 *= scale
        g3 = h2.T @ d3
        d2 = d3 @ weights[2].T
        d2 *= h2 > 0
        g2 = h1.T @ d2
        d1 = d2 @ weights[1].T
        d1 *= h1 > 0
        g1 = x.T @ d1
        for weight, gradient in zip(weights, (g1, g2, g3)):
            gradient *= RATE
            weight -= gradient
        for bias, gradient in zip(biases, (d1, d2, d3)):
            bias -= RATE * gradient.sum(0)
        return loss

    def check():
        losses = [step() for _ in range(5)]
        return [losses[-1], *weights[0].T[0, :4], *biases[2][:4]]
    return Case(step, check)


def matrix_product(a, b, transposed):
    a = a.T if transposed == "left" else a
    b = b.T if transposed == "right" else b
    c = np.empty((len(a), b.shape[1]), np.float32)
    run = lambda: np.matmul(a, b, out=c)

    def check():
        run()
        return [*c[0, :8], *c[-1, -8:], np.abs(c).mean()]
    return Case(run, check)


def elementwise(function, fresh, x, y=None):
    out = np.empty_like(x)
    one = np.float32(1)

    def sigmoid_into():
        np.negative(x, out=out)
        np.exp(out, out=out)
        np.add(out, one, out=out)
        return np.divide(one, out, out=out)
    into, new = {
        "exp": (lambda: np.exp(x, out=out), lambda: np.exp(x)),
        "tanh": (lambda: np.tanh(x, out=out), lambda: np.tanh(x)),
        "sigmoid": (sigmoid_into, lambda: one / (one + np.exp(-x))),
        "relu": (lambda: np.maximum(x, 0, out=out), lambda: np.maximum(x, 0)),
        "add": (lambda: np.add(x, y, out=out), lambda: x + y),
        "sum": (lambda: np.sum(x), lambda: np.sum(x)),
    }[function]
    run = new if fresh else into
    return Case(run, lambda: [run()] if function == "sum" else [*run()[:8], np.abs(run()).mean(dtype=np.float64)])


def least_squares_blocks(x, y):
    """Normal equations in float64, blocks of rows at a time."""
    def run():
        a, r = np.zeros((x.shape[1], x.shape[1])), np.zeros(x.shape[1])
        for i in range(0, len(x), 4096):
            block = x[i:i + 4096].astype(np.float64)
            a += block.T @ block
            r += block.T @ y[i:i + 4096]
        return np.linalg.solve(a, r)
    return Case(run, run)


def least_squares_lstsq(x, y):
    run = lambda: np.linalg.lstsq(x, y, rcond=None)[0]
    return Case(run, run)


def read_bytes(path, start, count):
    """A file's bytes as they are."""
    run = lambda: np.fromfile(path, np.float32, count, offset=start)

    def check():
        numbers = run()
        return [numbers.size, numbers[0], numbers[-1]]
    return Case(run, check)
