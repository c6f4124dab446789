namespace LinRegPS.Reporting;

/// <summary>
/// What to do about an error of the engine, in the words of the cmdlets: the engine's own remedies speak of its methods.
/// One entry for each error whose remedy is a cmdlet or a parameter; all others say what to do as they are.
/// </summary>
internal static class Remedies
{
    // What the operations of all losses are called at their end, and stand for here: MseLoss, HuberLoss.
    private const string AnyLoss = "Loss";

    // By the error's id, and where one id has several causes by what the engine was doing.
    private static readonly Dictionary<(string Id, string? Operation), Func<LinRegException, Func<string, bool>, string?>> s_remedies = new()
    {
        [("ShapeMismatch", AnyLoss)] = (error, has) => has("AllowBroadcast") && error.Remedy.Contains("allowBroadcast", StringComparison.Ordinal)
            ? $"{Errors.ShapeRemedy(error.Shapes[0], error.Shapes[1])} -AllowBroadcast lets them broadcast, where that is meant."
            : Errors.ShapeRemedy(error.Shapes[0], error.Shapes[1]),
        [("ShapeMismatch", nameof(Linear))] = (error, _) => error.Remedy.Length == 0 ? null : $"{error.Remedy} Of numbers New-Tensor makes it with -Shape -1,1.",
        [("ShapeMismatch", Diagnosis.DiagnosisErrors.ComparisonOfTraces)] = (_, _) => "If they are not the same parameter, rename one with -Map.",
        [("GradientCountMismatch", null)] = (_, _) => "Name them, as the keys of a hashtable or by giving models.",
        [("NothingToCompare", null)] = (_, _) => "Say with -Map which columns are the same, @{ w = 'weight' } for instance.",
        [("NoTrainingRecord", null)] = (_, _) => "Give what Invoke-Training wrote, or objects with Epoch, Loss and a column for each parameter.",
        [("LiveTensor", null)] = (error, _) => error.Name!.EndsWith(".grad", StringComparison.Ordinal)
            ? "Record the number or a copy: $w.Grad.Item(), or $w.Grad.Clone()." : "Record the number or a copy: $w.Item(), or $w.Detach().Clone().",
        [("TargetNeeded", null)] = (error, _) => error.Value is null ? "Give it with -Target." : null,
        [("GradientRequired", null)] = (_, has) =>
            $"Reduce it with Mean() or Sum(), or {(has("Gradient") ? "give -Gradient" : "pass a gradient")} of its shape.",
        [("NothingRecorded", null)] = (_, _) =>
            "Note that $w -= ... makes a new tensor; change a parameter in place with $w.Sub_(...) in Invoke-NoGrad { }, or with Step-Sgd.",
        [("GraphFreed", null)] = (_, has) => has("Epoch")
            ? "Input or target was made of tensors that require gradients: Detach() it, $Y.Detach() for instance."
            : "Run the forward pass again, or keep them with -RetainGraph in the first pass. In a loop, Detach() what was made outside it of tensors that require gradients, a target for instance.",
        [("NotReached", Errors.Grad)] = (_, _) => "Set RequiresGrad before the forward pass, or allow it with -AllowUnused.",
        [("InPlaceRecorded", null)] = (error, _) => error.Remedy.Contains("no-grad", StringComparison.Ordinal)
            ? "Wrap it in Invoke-NoGrad { }, or use Step-Sgd." : null,
        [("NoGradient", null)] = (_, _) => "Run Invoke-Backward on the loss first, with RequiresGrad set before the forward pass.",
        [("ClosureNeeded", null)] = (_, has) => has("Closure")
            ? "Give -Closure { }, a block that clears the gradients, runs forward and backward, and writes the loss."
            : "Call $optimizer.Step({ ... }) with a block that clears the gradients, runs forward and backward, and writes the loss.",
        [("ClosureResult", null)] = (_, _) => "Reduce the loss with Mean() or Sum(), and assign to $null what else the block writes, as Add_() does.",
        [("NoMpi", null)] = (error, _) => error.Remedy.Replace("say where its library is", "say with -LibraryPath where its library is", StringComparison.Ordinal),
        [("OtherMpi", null)] = (_, _) => "Start them with the mpirun of that library, or give the other's with -LibraryPath.",
        [("NoMomentum", null)] = (_, has) => $"Leave the momentum as it is: {(has("ScheduleSetting") ? "-ScheduleSetting @{ CycleMomentum = $false }" : "-CycleMomentum:$false")}.",
        [("CollinearColumns", null)] = (error, _) => error.Name is null ? null : "Leave one of the columns out, or the intercept with -NoBias.",
        [("TooLarge", Statistics.StatisticsErrors.LeastSquares)] = (_, _) => "Scale the property, or lower -Degree.",
        [("TooFewRows", null)] = (_, _) => "Give at least as many rows as coefficients, better many more, or leave out properties.",
        [("NoRows", null)] = (_, _) => "Check the source of the pipeline.",
        [("NoTerms", null)] = (_, _) => "Name the features with -Property.",
        [("WrongModel", "Forward")] = (_, _) => "Write it as [Tensor] Forward([Tensor]$x) { ... }.",
        [("FileExists", null)] = (_, has) => has("Resume") ? "Go on from it with -Resume, begin anew with -Force, or take another name." : "Overwrite it with -Force, or take another name.",
        [("SeveralTrainings", null)] = (_, _) => "Say which is meant with -Run: -Run 1 is the first.",
        [("WrongCheckpoint", null)] = (error, has) => has("Resume")
            ? "Give -Resume the arguments of before. To train on with others, load the file with Import-Checkpoint, and give -StartEpoch." : null,
        [("UnknownFormat", null)] = (error, has) => has("Format") ? "Name it with -Format." : null,
        // A line to copy: the quotes are those of PowerShell.
        [("NoArchitecture", null)] = (error, _) => error.Value is string layers
            ? $"They fit $model = New-SequentialModel {{ {layers.Replace(" without bias", " -bias $false", StringComparison.Ordinal)} }}; Import-Model '{error.Name!.Replace("'", "''", StringComparison.Ordinal)}' -Model $model{(layers.Contains("ReLU", StringComparison.Ordinal) ? ", with the activations that it was trained with where ReLU stands, and after the last layer" : string.Empty)}; or read them with -AsDictionary."
            : "Make the model as it was, $model = New-SequentialModel { Linear 2 4; ReLU; Linear 4 1 } for instance, and load the tensors into it with -Model $model; or read them with -AsDictionary.",
        [("BadFile", Files.FileErrors.Key)] = (error, has) => has("Key") ? $"Name the one that is meant: -Key '{error.Value}'." : $"Read those of one with Import-Model -AsDictionary -Key '{error.Value}'.",
        [("WrongTable", Files.FileErrors.Header)] = (_, _) => "Pass -NoHeader if it is data, -NoHeader:$false if these are names.",
        [("NotANumber", Files.FileErrors.Infinity)] = (_, _) => "Keep it with -Missing Keep, or put a number in its place.",
        // Where commas delimit fields too, a culture of decimal commas alone would have the table split at another sign.
        [("NotANumber", Files.FileErrors.Culture)] = (error, _) => error.Value is string text && CallErrors.IsGrouped(text)
            ? "Numbers in text have no thousands separators: write 1234. Where it is a decimal comma, name a culture that has one, and the delimiter if that is a comma too: -Culture de-DE -Delimiter ','."
            : "Name the culture that the numbers are written in, and the delimiter if that is a comma too: -Culture de-DE -Delimiter ','.",
        [("NotANumber", Files.FileErrors.Text)] = (error, _) => error.Value is string text && CallErrors.IsGrouped(text)
            ? "Numbers in text have no thousands separators: leave them out of the file."
            : "Take the column as categories with -OneHot or -Code, or leave it out with -Property.",
        [("MissingValue", Files.FileErrors.Category)] = (_, _) => "Leave such rows out with -Missing Omit.",
        [("TargetNeeded", Files.FileErrors.Header)] = (_, _) => "Name its column with -Target when the table is read.",
        [("InFile", "Training")] = (_, _) => "Say with -BatchSize how many a step is to take.",
        [("InFile", null)] = (_, _) => "$data.Load() reads them into memory, where they fit.",
        [("TargetNeeded", Files.FileErrors.Rows)] = (_, _) => "Name the file of the target with -TargetPath.",
        [("NoSuchName", Files.FileErrors.Rows)] = (_, _) => "Name them with -InputName and -TargetName.",
        [("MissingValue", null)] = (_, _) => "Say what to do with -Missing: Omit the row, Fill it, or Keep it as NaN.",
        [("OtherNames", null)] = (_, _) => "Make it with New-DataSet -Like the data trained with; or, where the columns are the same by their places, give input and target alone: $data.Input and $data.Target.",
        [("RepeatedColumn", null)] = (_, _) => "Give each a name of its own; or, where the columns are the same by their places, give input and target alone: $data.Input and $data.Target.",
        [("PropertyNeeded", "Columns")] = (_, _) => null,
        [("PropertyNeeded", null)] = (_, has) => has("Property") ? "Name the columns with -Property." : null,
        // Of data, not of parameters; grouped digits have the look of both, and keep the words that say so.
        [("NotANumber", null)] = (error, has) => error.Operation?.StartsWith('-') == true && error.Remedy == CallErrors.Word ? string.Empty : has("Culture") && error.Operation?.StartsWith('-') != true && error.Remedy == CallErrors.PointForDecimals
            && error.Value is string text && CallErrors.HasDecimalComma(text)
            ? $"{CallErrors.PointForDecimals} Text of another culture is read with -Culture, de-DE for instance." : null,
        [("OtherPlace", null)] = (_, _) => "Put [NoRunspaceAffinity()] before the class, or define it in this runspace.",
        [("NaN", null)] = (_, has) => has("AllowNaN") ? "Remove it from the data, or pass -AllowNaN if it is meant." : null,
    };

    /// <summary>What to do about an error; empty where the facts say it.</summary>
    /// <param name="error">The error.</param>
    /// <param name="has">Whether the cmdlet that reports it has a parameter of a name.</param>
    public static string Of(LinRegException error, Func<string, bool> has)
    {
        string id = error.ErrorId["LinRegPS.".Length..];
        string? operation = error.Operation?.EndsWith(AnyLoss, StringComparison.Ordinal) == true ? AnyLoss : error.Operation;
        var make = s_remedies.GetValueOrDefault((id, operation)) ?? s_remedies.GetValueOrDefault((id, null));
        string remedy = make?.Invoke(error, has) ?? error.Remedy;
        return error.Layer is null || error is not ShapeMismatchException ? remedy : $"{remedy} Measure-Model shows what each layer makes of an input.".TrimStart();
    }
}
