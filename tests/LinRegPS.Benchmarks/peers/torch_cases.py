"""PyTorch, as its tutorials write it."""
import torch
import torch.nn as nn
import torch.nn.functional as F

from case import Case, blas


def start(threads):
    torch.set_num_threads(threads)
    torch.ones(2, 2) @ torch.ones(2, 2)
    capability = torch.__config__.show().split("CPU capability usage: ")[-1].split()[0]
    return "PyTorch %s (%s), %s" % (torch.__version__, capability, blas())


def founding_autograd():
    x = torch.tensor([1, 2, 3, 4], dtype=torch.float32)
    y = torch.tensor([2, 4, 6, 8], dtype=torch.float32)

    def train(epochs):
        w = torch.tensor(0.0, requires_grad=True)
        for _ in range(epochs):
            loss = ((w * x - y) ** 2).mean()
            loss.backward()
            with torch.no_grad():
                w -= 0.01 * w.grad
            w.grad.zero_()
        return loss.item(), w.item()
    return Case(lambda: train(2000), lambda: train(10), 2000)


def founding_linear():
    x = torch.tensor([[1], [2], [3], [4]], dtype=torch.float32)
    y = 2 * x

    def train(epochs):
        model = nn.Linear(1, 1, bias=False)
        nn.init.zeros_(model.weight)
        criterion, optimizer = nn.MSELoss(), torch.optim.SGD(model.parameters(), lr=0.01)
        for _ in range(epochs):
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
        return loss.item(), model.weight.item()
    return Case(lambda: train(2000), lambda: train(10), 2000)


def full_batch_autograd(x, y):
    x, y = torch.from_numpy(x), torch.from_numpy(y)
    w = torch.zeros(x.shape[1], requires_grad=True)

    def step():
        loss = ((x @ w - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w.sub_(w.grad, alpha=0.01)
        w.grad = None
        return loss

    def check():
        losses = [step().item() for _ in range(3)]
        return [losses[-1], *w[:8].tolist()]
    return Case(step, check)


def linear(features):
    """A linear layer of zeros, and what makes a step with it."""
    model = nn.Linear(features, 1)
    nn.init.zeros_(model.weight)
    nn.init.zeros_(model.bias)
    criterion, optimizer = nn.MSELoss(), torch.optim.SGD(model.parameters(), lr=0.01)

    def step(x, y):
        optimizer.zero_grad(set_to_none=True)
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        return loss
    return model, step


def full_batch_linear(x, y):
    x, y = torch.from_numpy(x), torch.from_numpy(y).reshape(-1, 1)
    model, step = linear(x.shape[1])

    def check():
        losses = [step(x, y).item() for _ in range(3)]
        return [losses[-1], *model.weight[0, :8].tolist(), model.bias.item()]
    return Case(lambda: step(x, y), check)


def mini_batch(x, y, order, size, shuffle, loader=False):
    x, y = torch.from_numpy(x), torch.from_numpy(y).reshape(-1, 1)
    model, step = linear(x.shape[1])

    def in_order():
        for i in range(0, len(x), size):
            step(x[i:i + size], y[i:i + size])

    def shuffled(order):
        for i in range(0, len(x), size):
            chosen = order[i:i + size]
            step(x[chosen], y[chosen])

    batches = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x, y), batch_size=size, shuffle=shuffle)

    def loaded():
        for xb, yb in batches:
            step(xb, yb)

    def check():
        shuffled(torch.from_numpy(order).long())
        return [F.mse_loss(model(x), y).item(), *model.weight[0, :8].tolist(), model.bias.item()]
    epoch = loaded if loader else (lambda: shuffled(torch.randperm(len(x)))) if shuffle else in_order
    return Case(epoch, check)


def mini_batch_loader(**arguments):
    return mini_batch(**arguments, loader=True)


def mlp(x, classes, w0, b0, w1, b1, w2, b2, optimizer="sgd"):
    model = nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 256), nn.ReLU(), nn.Linear(256, 10))
    with torch.no_grad():
        for parameter, value in zip(model.parameters(), (w0, b0, w1, b1, w2, b2)):
            parameter.copy_(torch.from_numpy(value))
    x, labels = torch.from_numpy(x), torch.from_numpy(classes).long()
    make = {"sgd": lambda p: torch.optim.SGD(p, lr=0.01), "adam": lambda p: torch.optim.Adam(p, lr=1e-3)}
    optimizer = make[optimizer](model.parameters())

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(model(x), labels)
        loss.backward()
        optimizer.step()
        return loss

    def check():
        losses = [step().item() for _ in range(5)]
        return [losses[-1], *model[0].weight[0, :4].tolist(), *model[4].bias[:4].tolist()]
    return Case(step, check)


def matrix_product(a, b, transposed):
    a, b = torch.from_numpy(a), torch.from_numpy(b)
    a = a.t() if transposed == "left" else a
    b = b.t() if transposed == "right" else b
    c = torch.empty(len(a), b.shape[1])
    run = lambda: torch.mm(a, b, out=c)

    def check():
        run()
        return [*c[0, :8].tolist(), *c[-1, -8:].tolist(), c.abs().mean().item()]
    return Case(run, check)


def elementwise(function, fresh, x, y=None):
    x = torch.from_numpy(x)
    y = None if y is None else torch.from_numpy(y)
    out = torch.empty_like(x)
    into, new = {
        "exp": (lambda: torch.exp(x, out=out), lambda: torch.exp(x)),
        "tanh": (lambda: torch.tanh(x, out=out), lambda: torch.tanh(x)),
        "sigmoid": (lambda: torch.sigmoid(x, out=out), lambda: torch.sigmoid(x)),
        "relu": (lambda: torch.clamp_min(x, 0, out=out), lambda: torch.relu(x)),
        "add": (lambda: torch.add(x, y, out=out), lambda: x + y),
        "sum": (lambda: torch.sum(x), lambda: torch.sum(x)),
    }[function]
    run = new if fresh else into

    def check():
        result = run()
        if function == "sum":
            return [result.item()]
        return [*result[:8].tolist(), result.abs().double().mean().item()]
    return Case(run, check)


class SelfAttention(nn.Module):
    def __init__(self, attention):
        super().__init__()
        self.attention = attention

    def forward(self, x):
        return self.attention(x, x, x)


def part(make, x, gradient, update=None):
    """A forward and a backward pass of one layer, started by its seed, or of a function."""
    x, gradient = torch.from_numpy(x).requires_grad_(), torch.from_numpy(gradient)
    torch.manual_seed(0)
    layer = eval(make, {"torch": torch, "nn": nn, "F": F, "self_attention": SelfAttention})
    parameters = [*layer.parameters()] if isinstance(layer, nn.Module) else []

    def step():
        for leaf in (x, *parameters):
            leaf.grad = None
        output = layer(x)
        output = output[0] if isinstance(output, tuple) else output
        output.backward(gradient.reshape(output.shape))
        return output

    def check():
        output = step()
        tensors = [output.detach(), x.grad, *(p.grad for p in parameters)]
        return [number for t in tensors for number in (t.flatten()[0].item(), t.abs().double().mean().item())]
    return Case(step, check)


def forward(make, x):
    """A function without gradients."""
    x = torch.from_numpy(x)
    run = eval(make, {"torch": torch, "F": F})

    def check():
        output = run(x)
        output = output[0] if isinstance(output, tuple) else output
        return [*output.flatten()[:8].tolist(), output.abs().double().mean().item()]
    return Case(lambda: run(x), check)


def update(make, w, gradient):
    """An optimizer's update of one parameter."""
    parameter = nn.Parameter(torch.from_numpy(w))
    parameter.grad = torch.from_numpy(gradient)
    optimizer = eval(make, {"torch": torch})([parameter])

    def check():
        for _ in range(3):
            optimizer.step()
        return [*parameter[:8].tolist(), parameter.abs().double().mean().item()]
    return Case(optimizer.step, check)


def hessian_product(x, v):
    """The product of a Hessian and a vector: the gradient of a gradient."""
    x, v = torch.from_numpy(x).requires_grad_(), torch.from_numpy(v)

    def step():
        loss = (torch.tanh(x) * torch.exp(-x.square())).sum()
        first, = torch.autograd.grad(loss, x, create_graph=True)
        second, = torch.autograd.grad((first * v).sum(), x)
        return second

    def check():
        second = step()
        return [*second[:8].tolist(), second.abs().double().mean().item()]
    return Case(step, check)


def search(x, y, rates, epochs):
    """A loop over learning rates, each with a model of its own, judged on the last fifth of the rows."""
    x, y = torch.from_numpy(x), torch.from_numpy(y)
    rows = len(x) * 4 // 5

    def run():
        results = []
        for rate in rates:
            model = nn.Linear(2, 1)
            criterion, optimizer = nn.MSELoss(), torch.optim.SGD(model.parameters(), lr=rate)
            for _ in range(epochs):
                loss = criterion(model(x[:rows]), y[:rows])
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            with torch.no_grad():
                results.append((criterion(model(x[rows:]), y[rows:]).item(), model))
        return sorted(results, key=lambda result: result[0])

    def check():
        results = run()
        return [len(results), *results[0][1].weight[0].tolist()]
    return Case(run, check)
