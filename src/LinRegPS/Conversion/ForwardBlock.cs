using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using LinRegPS.Reporting;

namespace LinRegPS.Conversion;

/// <summary>
/// The script block of a custom model. Where it was written it runs as it is. PowerShell would send calls of other runspaces back
/// there, to wait for their turn, if it ever comes: they run a copy of their own, which can't see the variables there.
/// </summary>
internal sealed class ForwardBlock(ScriptBlock block)
{
    // PowerShell sets them wherever a block runs.
    private static readonly HashSet<string> s_automatic = new(StringComparer.OrdinalIgnoreCase)
    {
        "this", "_", "args", "input", "PSItem", "foreach", "switch", "Matches", "true", "false", "null",
    };

    private readonly Guid _home = Runspace.DefaultRunspace.InstanceId;
    private readonly ConditionalWeakTable<Runspace, ScriptBlock> _copies = [];
    private readonly Lazy<string[]> _outside = new(() => Outside(block.Ast));

    /// <summary>The model's output.</summary>
    public Tensor Run(CustomModel model, Tensor x)
    {
        var output = Runspace.DefaultRunspace is not { } here || here.InstanceId == _home ? Run(block, model, x) : RunElsewhere(here, model, x);
        return output.Count == 1 && Wrapping.Unwrap(output[0]) is Tensor y
            ? y
            // Where errors do not end a script, PowerShell has told one of a call on null, and gone on.
            : output.Count == 0 && MissingLayer(block.Ast, model) is { } name ? throw CallErrors.NoSuchLayer(name, model.Layers.Select(layer => layer.Key))
            : throw Errors.ForwardResult(nameof(CustomModel), output.Count == 0 ? null : Wrapping.Unwrap(output[0]));
    }

    private Collection<PSObject> RunElsewhere(Runspace here, CustomModel model, Tensor x)
    {
        if (_outside.Value.Length > 0)
            throw CallErrors.OtherRunspaceVariable(_outside.Value);
        try
        {
            return Run(_copies.GetValue(here, _ => ScriptBlock.Create(block.ToString())), model, x);
        }
        catch (CommandNotFoundException unknown)
        {
            throw CallErrors.OtherRunspaceCommand(unknown.CommandName);
        }
    }

    private static Collection<PSObject> Run(ScriptBlock block, CustomModel model, Tensor x)
    {
        try
        {
            return block.InvokeWithContext(functionsToDefine: null, [new PSVariable("this", PSObject.AsPSObject(model))], x);
        }
        catch (RuntimeException error) when (error.ErrorRecord.FullyQualifiedErrorId == "InvokeMethodOnNull" && MissingLayer(block.Ast, model) is { } name)
        {
            throw CallErrors.NoSuchLayer(name, model.Layers.Select(layer => layer.Key));
        }
    }

    // What $this is asked for and has not: PowerShell gives null for it.
    private static string? MissingLayer(Ast ast, CustomModel model) => ast
        .FindAll(part => part is MemberExpressionAst { Expression: VariableExpressionAst { VariablePath.UserPath: "this" }, Member: StringConstantExpressionAst }
            and not InvokeMemberExpressionAst, searchNestedScriptBlocks: true)
        .Select(part => ((StringConstantExpressionAst)((MemberExpressionAst)part).Member).Value)
        .FirstOrDefault(name => PSObject.AsPSObject(model).Properties[name] is null);

    // What a block reads and neither it nor PowerShell sets; the environment is the process's.
    private static string[] Outside(Ast ast)
    {
        var own = new HashSet<string>(s_automatic, StringComparer.OrdinalIgnoreCase);
        foreach (var part in ast.FindAll(part => part is AssignmentStatementAst or ParameterAst or ForEachStatementAst, searchNestedScriptBlocks: true))
        {
            var set = part switch
            {
                ParameterAst parameter => (IEnumerable<Ast>)[parameter.Name],
                ForEachStatementAst loop => [loop.Variable],
                AssignmentStatementAst { Operator: TokenKind.Equals } assignment => assignment.Left.FindAll(left => left is VariableExpressionAst, searchNestedScriptBlocks: false),
                _ => [],
            };
            own.UnionWith(set.Cast<VariableExpressionAst>().Select(variable => variable.VariablePath.UserPath));
        }
        return [.. ast.FindAll(part => part is VariableExpressionAst, searchNestedScriptBlocks: true)
            .Cast<VariableExpressionAst>()
            .Select(variable => variable.VariablePath)
            .Where(path => !own.Contains(path.UserPath) && !(path.IsDriveQualified && path.DriveName.Equals("env", StringComparison.OrdinalIgnoreCase)))
            .Select(path => path.UserPath)
            .Distinct(StringComparer.OrdinalIgnoreCase)];
    }
}
