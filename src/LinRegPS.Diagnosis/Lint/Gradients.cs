namespace LinRegPS.Diagnosis;

/// <summary>Gradients for a look: the graph and the parameters' own gradients stay as they are.</summary>
internal static class Gradients
{
    public static Tensor?[] Of(Tensor loss, Tensor[] parameters)
    {
        Tensor?[] before = [.. parameters.Select(p => p.Grad)];
        try
        {
            foreach (var parameter in parameters)
                parameter.Grad = null;
            loss.Backward(retainGraph: true);
            return [.. parameters.Select(p => p.Grad)];
        }
        finally
        {
            for (int i = 0; i < parameters.Length; i++)
                parameters[i].Grad = before[i];
        }
    }
}
