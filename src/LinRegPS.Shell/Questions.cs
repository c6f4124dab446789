using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace LinRegPS.Shell;

/// <summary>Asks at the terminal for what a command wants to know: a line, a choice, missing parameters, a secret.</summary>
internal sealed class Questions(ShellUI ui)
{
    /// <summary>A line as it is typed. Ctrl+C and Ctrl+D stop the pipeline that asks.</summary>
    public string Line()
    {
        RequireTerminal();
        try
        {
            return ui.Edit(history: []) ?? throw new PipelineStoppedException();
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    public SecureString Secret()
    {
        RequireTerminal();
        var secret = new SecureString();
        Console.TreatControlCAsInput = true;
        try
        {
            while (true)
            {
                ConsoleKeyInfo key = Console.ReadKey(intercept: true);
                if (key.Key == ConsoleKey.Enter)
                {
                    return secret;
                }
                if (key is { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control })
                {
                    throw new PipelineStoppedException();
                }
                if (key.Key == ConsoleKey.Backspace && secret.Length > 0)
                {
                    secret.RemoveAt(secret.Length - 1);
                }
                else if (!char.IsControl(key.KeyChar))
                {
                    secret.AppendChar(key.KeyChar);
                }
            }
        }
        finally
        {
            Console.TreatControlCAsInput = false;
            ui.WriteLine();
        }
    }

    public PSCredential Credential(string caption, string message, string? userName)
    {
        RequireTerminal();
        Introduce(caption, message);
        if (string.IsNullOrEmpty(userName))
        {
            ui.Write("User: ");
            userName = Line();
        }
        ui.Write($"Password for {userName}: ");
        return new PSCredential(userName, Secret());
    }

    /// <summary>A value for each field. Only secrets and lists need a type: PowerShell converts what is typed.</summary>
    public Dictionary<string, PSObject> Fields(string caption, string message, Collection<FieldDescription> fields)
    {
        RequireTerminal();
        Introduce(caption, message);
        var answers = new Dictionary<string, PSObject>();
        foreach (FieldDescription field in fields)
        {
            answers[field.Name] = PSObject.AsPSObject(Field(field));
        }
        return answers;
    }

    /// <summary>The index of one choice; an empty answer takes the default, if there is one.</summary>
    public int Choice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        RequireTerminal();
        Introduce(caption, message);
        var options = choices.Select(Option).ToList();
        string all = string.Concat(options.Select(option => $"[{option.Key}] {option.Label}  "));
        string preset = defaultChoice < 0 ? "" : $" (default is \"{options[defaultChoice].Key}\")";
        while (true)
        {
            ui.Write($"{all}[?] Help{preset}: ");
            string answer = Line().Trim();
            if (answer is "" && defaultChoice >= 0)
            {
                return defaultChoice;
            }
            if (answer is "?")
            {
                foreach (var (option, choice) in options.Zip(choices))
                {
                    ui.WriteLine($"{option.Key} - {choice.HelpMessage}");
                }
            }
            int index = options.FindIndex(option => Same(answer, option.Key) || Same(answer, option.Label));
            if (index >= 0)
            {
                return index;
            }
        }
    }

    private object Field(FieldDescription field)
    {
        string name = field.Label is "" ? field.Name : field.Label.Replace("&", "");
        ui.Write(field.ParameterTypeFullName.EndsWith("[]") ? "" : $"{name}: ");
        return field.ParameterTypeFullName switch
        {
            "System.Security.SecureString" => Secret(),
            "System.Management.Automation.PSCredential" => Credential("", "", null),
            string type when type.EndsWith("[]") => List(name),
            _ => Line(),
        };
    }

    // As many lines as come before an empty one.
    private string[] List(string name)
    {
        var items = new List<string>();
        while (true)
        {
            ui.Write($"{name}[{items.Count}]: ");
            string item = Line();
            if (item is "")
            {
                return [.. items];
            }
            items.Add(item);
        }
    }

    private void Introduce(string caption, string message)
    {
        ui.WriteLine();
        foreach (string text in new[] { caption, message })
        {
            if (!string.IsNullOrEmpty(text))
            {
                ui.WriteLine(text);
            }
        }
    }

    // The letter after the & of "Yes to &All" is its key.
    private static (string Key, string Label) Option(ChoiceDescription choice)
    {
        string label = choice.Label.Replace("&", "");
        int mark = choice.Label.IndexOf('&');
        return (mark >= 0 && mark < label.Length ? label.Substring(mark, 1).ToUpperInvariant() : label, label);
    }

    private static bool Same(string answer, string text) => answer.Equals(text, StringComparison.OrdinalIgnoreCase);

    private static void RequireTerminal()
    {
        if (!Terminal.IsInteractive)
        {
            throw new HostException("Cannot ask for input: standard input is not a terminal.");
        }
    }
}
