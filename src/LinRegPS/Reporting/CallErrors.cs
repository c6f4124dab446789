namespace LinRegPS.Reporting;

/// <summary>Errors of what people give to the cmdlets: ids and texts in one place. The engine's own are in its Errors.</summary>
internal static partial class CallErrors
{
    /// <summary>Two parameters of a cmdlet that exclude each other.</summary>
    public static Exception Conflict(string first, string second) => new InvalidValueException(
        "ParameterConflict", $"-{first} and -{second} exclude each other: give one of them.",
        name: second);

    /// <summary>A setting of an optimizer whose effect is not known before the training.</summary>
    public static Exception Unpredicted(string setting, string optimizer) => new InvalidValueException(
        "UnpredictedSetting", $"-{setting} with -Optimizer {optimizer}: what it does there can't be told before the training.",
        $"Leave -{setting} out, or train some epochs and look.", name: setting);

    /// <summary>A value that is not a model.</summary>
    public static Exception NotAModel(object? value) => new InvalidValueException(
        "WrongModel", $"{Shown(value)} is not a model.",
        "Make one with New-LinearModel or New-CustomModel, or derive a class from LinRegPS.Module.",
        value: value);

    /// <summary>A value that is no state of a model.</summary>
    public static Exception NoState(object? value) => new InvalidValueException(
        "WrongState", $"{Shown(value)} is no state: tensors by name are needed.", "$other.StateDict() gives them, and $this.State of what came through a file.", value: value);

    /// <summary>A value that is not a process group.</summary>
    public static Exception NotAGroup(object? value) => new InvalidValueException(
        "WrongGroup", $"{Shown(value)} is not a process group.", "Give what Enter-ProcessGroup gives.", name: "ProcessGroup", value: value);

    /// <summary>Neither of two parameters, or both.</summary>
    public static Exception OneOf(string first, string second) => new InvalidValueException(
        "ParameterConflict", $"Give either -{first} or -{second}.", name: second);

    /// <summary>A parameter that says something of another one, which is not given.</summary>
    public static Exception NeededWith(string name, string other) => new InvalidValueException(
        "ParameterConflict", $"-{name} is of use with -{other} only.", $"Give -{other}, or leave it out.", name: name);

    /// <summary>Weights of classes for a loss that is no name.</summary>
    public static Exception ClassWeightOfName(object? loss) => new InvalidValueException(
        "NoClassWeights", $"-ClassWeight is for losses by name; -Loss is {(loss is null ? "left out" : Shown(loss))}.",
        "Name one, -Loss CrossEntropy for instance, or let the block weigh by itself.", name: "ClassWeight");

    /// <summary>A word that is no weight.</summary>
    public static Exception NotAClassWeight(string word) => new InvalidValueException(
        "InvalidClassWeight", $"-ClassWeight: '{word}' is neither a number for each class nor Balanced.", name: "ClassWeight", value: word);

    /// <summary>Balanced weights of a batch alone.</summary>
    public static Exception NothingToBalance() => new InvalidValueException(
        "InvalidClassWeight", "-ClassWeight Balanced counts the classes of all rows, of which a batch is a part.",
        "Give numbers, or the loader itself: Step-Training $model $loader.", name: "ClassWeight");

    /// <summary>A rate that is measured, for a training that goes on.</summary>
    public static Exception AutoGoesOn() => new InvalidValueException(
        "NoAutomaticRate", "-LearningRate Auto measures where the parameters are now, and a training that goes on began elsewhere.",
        "Give the LearningRate that its records have.", name: "LearningRate");

    /// <summary>An epoch to go on with whose order nobody knows any more.</summary>
    public static Exception OrderUnknown() => new InvalidValueException(
        "OrderUnknown", "-StartStep goes on within an epoch, in which rows came in a random order that is lost.",
        "Give the -Seed that the training had, or repeat the epoch with -StartEpoch alone.", name: "StartStep");

    /// <summary>A value that is no rows to train or test with.</summary>
    public static Exception NotRows(object? value, string parameter) => new InvalidValueException(
        "WrongDataSet", $"-{parameter}: {Shown(value)} is neither a data set nor input and target.", "Make a data set with New-DataSet, or give both: $X, $Y.",
        name: parameter, value: value);

    /// <summary>A parameter for what data have themselves.</summary>
    public static Exception HasItsOwn(string data, string parameter) => new InvalidValueException(
        "ParameterConflict", $"-{parameter} can't be given with {data}, which has its own.",
        parameter == "Target" ? "Leave it out, and name what comes after it, -LearningRate 0.1 for instance." : "Leave it out, or give the rows as a data set.", name: parameter);

    /// <summary>Batches of a loader that came down a pipeline one by one.</summary>
    public static Exception BatchesToTrainOn() => new InvalidValueException(
        "WrongDataSet", "These are batches, of which a training needs all in every epoch.",
        "Give the loader itself: Invoke-Training $model $loader -Epoch 10. Step-Training takes batches down the pipeline.", name: "InputObject");

    /// <summary>Something else than text where a name is meant.</summary>
    public static Exception NotAName(string parameter, string what, object? value) => new InvalidValueException(
        "NoSuchName", $"-{parameter}: {Shown(value)} is not the name of {what}.", "Tab completes those that there are.", name: parameter, value: value);

    /// <summary>A value that is not a data set.</summary>
    public static Exception NotADataSet(object? value) => new InvalidValueException(
        "WrongDataSet", $"{Shown(value)} is not a data set.", "Make one with New-DataSet.", value: value);

    /// <summary>A target whose values are no classes to split by.</summary>
    public static Exception NoClasses(int different, int rows) => new InvalidValueException(
        "NoClasses", $"The target has {different} different values in {rows} rows: those are no classes to give each part its share of.",
        "Leave out -Stratify.");

    /// <summary>A value that is not a metric.</summary>
    public static Exception NotAMetric(object? value) => new InvalidValueException(
        "WrongMetric", $"{Shown(value)} is not a metric.",
        "Give a name that Tab completes, or @{ Name = { param($prediction, $target) ... } }.",
        value: value);

    /// <summary>What a script block of a metric gave, where a number is meant.</summary>
    public static Exception MetricResult(string name, object? value) => new InvalidValueException(
        "WrongMetric", $"The metric {name} gave {Shown(value)}, not a number.",
        "Its script block is given prediction and target, and gives one number, or a tensor of one.",
        name: name, value: value);

    /// <summary>A closure that gave something else than the loss.</summary>
    public static Exception ClosureResult(int written) => new InvalidValueException(
        "WrongResult", $"-Closure: the block must write one tensor, the loss; it wrote {written} objects.", "Assign to $null what else it writes.",
        name: "Closure");

    /// <summary>What a file or a job made of a model.</summary>
    public static Exception ModelRemnant(object value) => new InvalidValueException(
        "WrongModel", $"{value} came through a file or a job, where a model loses what it does and keeps its numbers.",
        "Make a new one and load them: $model.LoadStateDict($this.State), where $this is what came.",
        value: value);

    /// <summary>A script block that is to run in another runspace than its variables are in.</summary>
    public static Exception OtherRunspaceVariable(IEnumerable<string> variables) => new InvalidValueException(
        "OtherRunspace", $"The model's Forward uses {List(variables.Select(name => "$" + name))}, which only the runspace knows that the model was made in; this is another.",
        "Put what it needs in layers or in the block itself, or make the model in this runspace.",
        name: "Forward");

    /// <summary>A script block that calls what only its own runspace has.</summary>
    public static Exception OtherRunspaceCommand(string command) => new InvalidValueException(
        "OtherRunspace", $"The model's Forward calls '{command}', which is unknown in this runspace; the model was made in another.",
        "Import its module or define it here, or make the model in this runspace.",
        name: "Forward");

    /// <summary>A value that has no gradient to clear or step with.</summary>
    public static Exception NotAParameter(object? value) => new InvalidValueException(
        "WrongParameter", $"{Shown(value)} is not a tensor, a parameter or a model.",
        value: value);

    /// <summary>Something that holds no gradient.</summary>
    public static Exception NotAGradient(object? value) => new InvalidValueException(
        "NotAGradient", $"{Shown(value)} is not a gradient: give a tensor, a parameter, a model, or a list or hashtable of them.",
        value: value);

    /// <summary>A gradient that is compared has to be told for which parameter it is.</summary>
    public static Exception GradientsByName(string model, IEnumerable<string> names) => new InvalidValueException(
        "GradientsByName", $"{model} has the parameters {List(names)}.",
        $"Give their gradients by name, @{{ {string.Join("; ", names.Take(Most).Select(name => $"'{name}' = ..."))} }}, or pass one parameter.",
        name: model);

    /// <summary>A gradient block whose result does not say which parameter it is for.</summary>
    public static Exception GradientBlockResult(int given, IEnumerable<string> names) => new InvalidValueException(
        "WrongGradient", $"-Gradient: the block wrote {given} gradients, but the model has the parameters {List(names)}.",
        "Write one gradient for each in this order, or a hashtable of names and gradients.",
        name: "Gradient");

    /// <summary>A script block that gave something else than one value to check.</summary>
    public static Exception CheckResult(object? result) => new InvalidValueException(
        "WrongResult",
        $"The block must give one tensor, the loss or a model's output, not {(result is null ? "nothing" : Shown(result))}.",
        "Assign to $null what else it writes.",
        name: "ScriptBlock", value: result);

    /// <summary>A script block as a loss that gave something else than one tensor.</summary>
    public static Exception LossResult(object? result) => new InvalidValueException(
        "WrongResult", $"-Loss: the block must write one tensor, the loss, not {(result is null ? "nothing" : Shown(result))}.", "Assign to $null what else it writes.",
        name: "Loss", value: result);

    /// <summary>A record without a property for its epoch.</summary>
    public static Exception NoEpoch(string name, IEnumerable<string> has) => new InvalidValueException(
        "MissingProperty", $"{name}: a record has no Epoch that is a whole number. It has: {List(has)}.",
        name: "Epoch");

    /// <summary>More names than trainings.</summary>
    public static Exception TrainingNames(int names, int trainings) => new InvalidValueException(
        "TrainingNameCount", $"There are {names} names for {trainings} trainings: give one for each, the reference's first.",
        name: "Name");

    /// <summary>A table of numbers with more or fewer dimensions than rows and columns.</summary>
    public static Exception NotATable(string what, string shape) => new ShapeMismatchException(
        "ShapeMismatch", $"Least squares: the shape of {what} is {shape}: give a number for each row, or rows and columns.",
        name: what);

    /// <summary>A target with several columns.</summary>
    public static Exception SeveralTargets(string shape) => new ShapeMismatchException(
        "ShapeMismatch", $"Least squares: the target has the shape {shape}; it must have one column.", "Fit each column by itself.",
        name: "Target");

    /// <summary>Names for another number of columns.</summary>
    public static Exception FeatureNames(int columns, int names) => new ShapeMismatchException(
        "ShapeMismatch", $"Least squares: {Count(names, "name")} for {Count(columns, "column")}: -Property names each column of a tensor.",
        name: "Property");

    /// <summary>Names for the columns of a tensor that has another number of them.</summary>
    public static Exception ColumnNames(Shape shape, int names) => new ShapeMismatchException(
        "ShapeMismatch", $"A tensor of shape {shape} does not have {names} columns: name each column of a matrix, or one for a vector.",
        name: "Property", shapes: [shape]);

    /// <summary>Names for another number of columns than a data set has.</summary>
    public static Exception DataSetColumns(int columns, int names) => new ShapeMismatchException(
        "ShapeMismatch", $"{Count(names, "name")} for {Count(columns, "column")} of input and target: -Property names each, those of the input first.", name: "Property");

    /// <summary>A data set of more dimensions than a table has.</summary>
    public static Exception NoTable(Shape input, Shape target) => new ShapeMismatchException(
        "ShapeMismatch", $"Input {input} and target {target} are no table: a row has more than one dimension.", "Reshape them to rows of numbers, or write them with Export-Tensor.", shapes: [input, target]);

    /// <summary>No features named.</summary>
    public static Exception NoFeatures() => new InvalidValueException(
        "NoTerms", "There is nothing to fit: no feature is named.", "Name the features with -Property.",
        name: "Property");

    /// <summary>A target that is no name, where the features are named.</summary>
    public static Exception TargetName(object? value) => new InvalidValueException(
        "TargetNameNeeded", $"Target is {Shown(value)}, but the features are properties of objects.", "Name the property to learn, -Target dist for instance.",
        name: "Target");

    /// <summary>The same column twice.</summary>
    public static Exception RepeatedProperty(string name) => new InvalidValueException(
        "RepeatedProperty", $"'{name}' is named twice among the columns; name each once.",
        name: name);

    /// <summary>Elements that are of no use, of a kind that only the module knows.</summary>
    public static Exception Unexpected(Exception error) => new InvalidValueException(
        "Unexpected", $"Something that LinRegPS did not foresee went wrong: {error.GetType().Name}: {error.Message}",
        "The arguments may be of an unusual kind; please report how it came about.",
        value: error);

    /// <summary>The id of <see cref="BrokenCollection"/>.</summary>
    public const string BrokenCollectionId = "LinRegPS.BrokenCollection";

    /// <summary>A collection of the user's that threw while it was read.</summary>
    public static Exception BrokenCollection(object collection, Exception error) => new InvalidValueException(
        "BrokenCollection", $"The collection of type {collection.GetType().Name} threw while it was read: {error.GetType().Name}: {error.Message.TrimEnd('.')}.",
        value: collection);

    /// <summary>Not enough memory.</summary>
    public static Exception OutOfMemory() => new InvalidValueException(
        "OutOfMemory", "There is not enough memory for this.", "Take fewer rows at a time, or smaller shapes.");

    /// <summary>Names for a message: those with blanks in quotes, so that they show, and the first of many.</summary>
    public static string List(IEnumerable<string> names)
    {
        string[] all = [.. names];
        string first = string.Join(", ", all.Take(Most).Select(Quoted));
        return all.Length == 0 ? "nothing" : all.Length > Most ? $"{first} and {all.Length - Most} more" : first;
    }

    private static string Quoted(string name) => name.Length == 0 || name.Any(char.IsWhiteSpace) ? $"'{name}'" : name;

    // How many names or elements a message lists.
    private const int Most = 10;

    // At the beginning of a sentence.
    private static string Shown(object? value) => value is null ? "null" : Capital(Errors.Shown(value));

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
