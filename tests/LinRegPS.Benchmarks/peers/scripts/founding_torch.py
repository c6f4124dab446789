"""The founding case with autograd: python founding_torch.py"""
import torch

x = torch.tensor([1, 2, 3, 4], dtype=torch.float32)
y = torch.tensor([2, 4, 6, 8], dtype=torch.float32)
w = torch.tensor(0.0, requires_grad=True)
print(f"Prediction before training: f(5) = {(w * 5).item():.7f}")
for epoch in range(100):
    loss = ((w * x - y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w -= 0.01 * w.grad
    w.grad.zero_()
    print(f"epoch {epoch + 1}: w = {w.item():.7f}, loss = {loss.item():.7f}")
print(f"Prediction after training: f(5) = {(w * 5).item():.7f}")
