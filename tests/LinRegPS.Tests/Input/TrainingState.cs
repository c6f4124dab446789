using LinRegPS.Tests.Hosting;

namespace LinRegPS.Tests.Input;

/// <summary>A session in the middle of training: parameters with gradients and without, and whether a call has changed any.</summary>
internal static class TrainingState
{
    private static readonly string s_setup = """
        $w = New-Tensor 3 -RequiresGrad
        $w.Square().Backward()
        $v = New-Tensor 1,2,3 -RequiresGrad
        $X = New-Tensor 1,2,3,4 -Shape 4,1
        $Y = New-Tensor 2,4,6,8 -Shape 4,1
        $model = New-LinearModel 1 1 -Weight 0.5 -Bias 0.25
        Measure-MseLoss (Invoke-Model $model $X) $Y | Invoke-Backward
        $tensors = $w, $v, $X, $Y, $model.Weight, $model.Bias
        """;

    public static ModuleSession Begin()
    {
        var session = new ModuleSession();
        session.Run(s_setup);
        return session;
    }

    /// <summary>Every element, gradient and version, and whether operations are recorded.</summary>
    public static string Read(ModuleSession session) => string.Join(' ', session
        .Run("""
            foreach ($tensor in $tensors) { , $tensor.ToArray(); if ($null -ne $tensor.Grad) { 'gradient'; , $tensor.Grad.ToArray() }; 'version'; $tensor.Version }
            [LinRegPS.GradMode]::IsEnabled
            """)
        .Select(item => item is float[] numbers ? ModuleSession.Text(numbers) : $"{item}"));
}
