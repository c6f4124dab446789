"""Records each step of a training in PyTorch, for Import-TrainingTrace: loss, parameters and gradients of any nn.Module.

    trace = TrainingTrace(model)
    for x, y in loader:
        optimizer.zero_grad()
        loss = loss_function(model(x), y)
        loss.backward()
        optimizer.step()
        trace.record(loss)               # after the step, before the next zero_grad()
    trace.save('run.npz')                # or run.safetensors

Then in PowerShell: Compare-Training (Import-TrainingTrace run.npz) $records
"""
import numpy as np


class TrainingTrace:
    def __init__(self, model):
        self.model = model
        self.losses, self.parameters, self.gradients, self.missing = [], {}, {}, {}

    def record(self, loss):
        self.losses.append(float(loss))
        for name, parameter in self.model.named_parameters():
            value = parameter.detach().cpu().float().numpy()
            gradient = None if parameter.grad is None else parameter.grad.detach().cpu().float().numpy()
            self.parameters.setdefault(name, []).append(value.copy())
            self.gradients.setdefault(name, []).append(np.zeros_like(value) if gradient is None else gradient.copy())
            self.missing.setdefault(name, []).append(gradient is None)

    def save(self, path):
        arrays = {'loss': np.array(self.losses, np.float32)}
        for name in self.parameters:
            arrays['parameter/' + name] = np.stack(self.parameters[name])
            if not all(self.missing[name]):
                arrays['gradient/' + name] = np.stack(self.gradients[name])
            if any(self.missing[name]) and not all(self.missing[name]):
                arrays['missing/' + name] = np.array(self.missing[name])
        if str(path).endswith('.safetensors'):
            from safetensors.numpy import save_file
            save_file(arrays, path)
        else:
            np.savez(path, **arrays)
