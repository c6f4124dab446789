using System.Dynamic;
using System.Linq.Expressions;
using System.Reflection;

namespace LinRegPS;

// Classes of a language that work only where they were made: a call elsewhere waits for its turn there, or gives nothing.
public abstract partial class Module : IDynamicMetaObjectProvider
{
    private static readonly MethodInfo s_check = typeof(Module).GetMethod(nameof(CheckPlace), BindingFlags.Instance | BindingFlags.NonPublic)!;

    /// <summary>
    /// The place where a thread works, as a language has it, for a class that works in one only; null for a class that works
    /// anywhere. Its text goes into errors.
    /// </summary>
    internal static Func<Type, object?>? Place { get; set; }

    // Where the model was made; null where that does not matter.
    private object? Home { get; }

    /// <summary>A model.</summary>
    protected Module() => Home = Here;

    private object? Here => Place is { } place && GetType().Assembly.IsDynamic ? place(GetType()) : null;

    DynamicMetaObject IDynamicMetaObjectProvider.GetMetaObject(Expression parameter) => new Binding(parameter, this);

    /// <summary>Throws where the class works only elsewhere.</summary>
    internal void CheckPlace()
    {
        if (Home is not null && !Home.Equals(Here))
            throw Errors.OtherPlace(GetType().Name, Home, Here);
    }

    private sealed class Binding(Expression expression, Module module) : DynamicMetaObject(expression, BindingRestrictions.Empty, module)
    {
        public override DynamicMetaObject BindInvokeMember(InvokeMemberBinder binder, DynamicMetaObject[] args)
        {
            var call = NullArguments.Check(typeof(Module), binder.Name, args, base.BindInvokeMember(binder, args));
            return module.Home is null || !binder.Name.Equals(nameof(Forward), StringComparison.OrdinalIgnoreCase)
                ? call
                : new(Expression.Block(Expression.Call(Expression.Convert(Expression, typeof(Module)), s_check), call.Expression), call.Restrictions);
        }
    }
}
