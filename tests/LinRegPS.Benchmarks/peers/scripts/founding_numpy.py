"""The founding case by hand: python founding_numpy.py"""
import numpy as np

x = np.array([1, 2, 3, 4], dtype=np.float32)
y = np.array([2, 4, 6, 8], dtype=np.float32)
w = 0.0
print(f"Prediction before training: f(5) = {w * 5:.7f}")
for epoch in range(100):
    prediction = w * x
    loss = ((prediction - y) ** 2).mean()
    gradient = np.dot(2 * x, prediction - y) / 4
    w -= 0.01 * gradient
    print(f"epoch {epoch + 1}: w = {w:.7f}, loss = {loss:.7f}")
print(f"Prediction after training: f(5) = {w * 5:.7f}")
