"""How long PyTorch takes to be there, in a running interpreter, and for a first training step."""
import time

start = time.perf_counter()
import torch

imported = time.perf_counter()
model = torch.nn.Linear(1, 1, bias=False)
torch.nn.init.zeros_(model.weight)
x = torch.tensor([[1.0], [2.0], [3.0], [4.0]])
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
torch.nn.functional.mse_loss(model(x), 2 * x).backward()
optimizer.step()
stepped = time.perf_counter()
print(f"import {imported - start:.6f} step {stepped - imported:.6f} weight {model.weight.item():.7f}")
