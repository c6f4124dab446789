using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;
using LinRegPS.Reporting;

namespace LinRegPS.Conversion;

/// <summary>
/// Layers out of a script block in which each is a command by its name: <c>Linear 2 16; Tanh</c>. Arguments are those of the class's
/// constructor, by place or by name. Variables, loops and models made otherwise may stand between.
/// </summary>
internal sealed class LayerBlock(Generator? generator)
{
    private const string Variable = "__layers";

    // By name; none of those that hold others, but for Sequential, which a block makes.
    private static readonly Lazy<Dictionary<string, ConstructorInfo>> s_layers = new(() => typeof(Module).Assembly.GetExportedTypes()
        .Where(type => type is { IsAbstract: false, Namespace: nameof(LinRegPS) } && type.IsSubclassOf(typeof(Module)))
        .Where(type => type != typeof(CustomModel) && type != typeof(ModuleDict) && type != typeof(ModuleList))
        .ToDictionary(type => type.Name, type => type.GetConstructors().MaxBy(made => made.GetParameters().Length)!, StringComparer.OrdinalIgnoreCase));

    private Exception? _error;

    /// <summary>The names of the layers.</summary>
    public static IReadOnlyList<string> Names => [.. s_layers.Value.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The block that lines of text are.</summary>
    public static ScriptBlock Parse(string[] lines)
    {
        try
        {
            return ScriptBlock.Create(string.Join('\n', lines));
        }
        catch (ParseException error)
        {
            throw CallErrors.LayersUnreadable(error.Errors[0].Extent.StartLineNumber, error.Errors[0].Message);
        }
    }

    /// <summary>The layers that a block gives, one after the other.</summary>
    /// <param name="block">The script block.</param>
    /// <param name="isCommand">Whether there is a command of a name besides the layers.</param>
    public Sequential Read(ScriptBlock block, Func<string, bool> isCommand)
    {
        foreach (var command in block.Ast.FindAll(ast => ast is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>())
        {
            if (command.GetCommandName() is { } name && !s_layers.Value.ContainsKey(name) && !isCommand(name))
                throw CallErrors.NoSuchLayer(name, Names, command.Extent.StartLineNumber, command.Extent.Text);
            if (command.GetCommandName() is { } layer && s_layers.Value.ContainsKey(layer) && command.Parent is PipelineAst line && line.PipelineElements[0] != command)
                throw CallErrors.LayerInPipeline(line.Extent.StartLineNumber, line.Extent.Text);
        }
        return Run(block);
    }

    /// <summary>Makes a layer; called by the block.</summary>
    public object? Make(string name, object[] arguments, InvocationInfo call)
    {
        if (_error is not null)
            return null;
        try
        {
            return Make(s_layers.Value[name], arguments);
        }
        catch (Exception error) when (error.GetBaseException() is LinRegException inner)
        {
            _error = CallErrors.WrongLayer(call.ScriptLineNumber, $"{name} {string.Join(' ', arguments.Select(Text))}".Trim(), inner);
            return null;
        }
    }

    private Sequential Run(ScriptBlock block)
    {
        var functions = Names.ToDictionary(name => name, name => ScriptBlock.Create($"${Variable}.Make('{name}', $args, $MyInvocation)"));
        var results = block.InvokeWithContext(functions, [new PSVariable(Variable, this)]);
        if (_error is not null)
            throw _error;
        return new Sequential([.. results.Select(Wrapping.Unwrap).OfType<object>().Select(ToModule)]);
    }

    private static Module ToModule(object item) => item as Module ?? throw CallErrors.NotALayer(item);

    private Module Make(ConstructorInfo made, object[] arguments)
    {
        if (made.DeclaringType == typeof(Sequential))
        {
            return arguments is [var only] && Wrapping.Unwrap(only) is ScriptBlock inner
                ? Run(inner)
                : new Sequential([.. arguments.Select(argument => ToModule(Wrapping.Unwrap(argument)!))]);
        }
        var parameters = made.GetParameters();
        object?[] values = new object?[parameters.Length];
        bool[] given = new bool[parameters.Length];
        int place = 0;
        for (int i = 0; i < arguments.Length; i++)
        {
            object? argument = Wrapping.Unwrap(arguments[i]);
            if (argument is string text && IsName(text))
            {
                int at = Array.FindIndex(parameters, p => p.Name!.Equals(text.Trim('-', ':'), StringComparison.OrdinalIgnoreCase));
                if (at < 0)
                    throw CallErrors.NoSuchSetting(text, parameters.Where(IsSetting).Select(p => p.Name!));
                bool isFlag = parameters[at].ParameterType == typeof(bool) && (i + 1 == arguments.Length || Wrapping.Unwrap(arguments[i + 1]) is not bool);
                Set(at, isFlag ? true : i + 1 < arguments.Length ? Wrapping.Unwrap(arguments[++i]) : null);
            }
            else
            {
                while (place < given.Length && given[place])
                    place++;
                if (place == given.Length || !IsSetting(parameters[place]))
                    throw CallErrors.TooManyArguments(made.DeclaringType!.Name, argument);
                Set(place, argument);
            }
        }
        for (int i = 0; i < values.Length; i++)
        {
            if (parameters[i].ParameterType == typeof(Generator))
                values[i] = generator;
            else if (!given[i])
                values[i] = parameters[i].HasDefaultValue ? parameters[i].DefaultValue : throw CallErrors.SettingNeeded(parameters[i].Name!);
        }
        return (Module)made.Invoke(BindingFlags.DoNotWrapExceptions, null, values, CultureInfo.InvariantCulture);

        void Set(int at, object? value)
        {
            if (given[at])
                throw CallErrors.RepeatedProperty(parameters[at].Name!);
            (values[at], given[at]) = (Convert(parameters[at], value), true);
        }
    }

    // As it is written in a script, whatever the session's culture. An array in an array, which may be in itself, is no setting of any layer.
    private static string Text(object? argument) => Wrapping.Unwrap(argument) switch
    {
        IEnumerable items and not string => string.Join(',', items.Cast<object?>().Select(item => Wrapping.Unwrap(item) is IEnumerable and not string ? "..." : Text(item))),
        var item => FormattableString.Invariant($"{item}"),
    };

    private static bool IsName(string text) => text.Length > 1 && text[0] == '-' && char.IsLetter(text[1]);

    private static bool IsSetting(ParameterInfo parameter) => parameter.ParameterType != typeof(Generator);

    // Text is a number by the rule for data, and no fraction is cut off.
    private static object? Convert(ParameterInfo parameter, object? value)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (value is null && type != parameter.ParameterType)
            return null;
        if (type == typeof(object) || (value is null && !type.IsValueType))
            return value;
        if (type == typeof(int[]))
            return Each(Whole);
        if (type == typeof(double[]))
            return Each(Number);
        if (type == typeof(int))
            return Whole(parameter, value);
        if (type == typeof(double))
            return Number(parameter, value);
        return type.IsInstanceOfType(value) ? value : throw CallErrors.WrongSetting(parameter.Name!, value, type.Name);

        // One for all, or a list.
        T[] Each<T>(Func<ParameterInfo, object?, T> read) => value is IEnumerable items and not string
            ? [.. Records.Items(items).Select(item => read(parameter, Wrapping.Unwrap(item)))]
            : [read(parameter, value)];
    }

    private static int Whole(ParameterInfo parameter, object? value)
    {
        double number = Number(parameter, value);
        return number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue ? (int)number : throw CallErrors.WrongSetting(parameter.Name!, value, "whole number");
    }

    // What is advised of words among data would lead astray.
    private static double Number(ParameterInfo parameter, object? value) => value is string word && !word.AsSpan().ContainsAnyInRange('0', '9')
        ? throw CallErrors.WrongSetting(parameter.Name!, value, "number")
        : TensorConversion.Double(value, parameter.Name!, "the value");
}
