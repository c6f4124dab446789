using System.Dynamic;
using System.Linq.Expressions;
using System.Reflection;

namespace LinRegPS.Training;

// A language that takes it for one thing and no list has the loader itself at index 0, and nothing at any other.
public sealed partial class DataLoader : IDynamicMetaObjectProvider
{
    private static readonly MethodInfo s_refuse = typeof(DataLoader).GetMethod(nameof(Refuse), BindingFlags.Static | BindingFlags.NonPublic)!;

    DynamicMetaObject IDynamicMetaObjectProvider.GetMetaObject(Expression parameter) => new Binding(parameter, this);

    private static object Refuse(DataLoader loader) => throw Errors.NoBatchByNumber(loader.ToString());

    private sealed class Binding(Expression expression, DataLoader loader) : DynamicMetaObject(expression, BindingRestrictions.Empty, loader)
    {
        public override DynamicMetaObject BindGetIndex(GetIndexBinder binder, DynamicMetaObject[] indexes) => new(
            Expression.Convert(Expression.Call(s_refuse, Expression.Convert(Expression, typeof(DataLoader))), binder.ReturnType),
            BindingRestrictions.GetTypeRestriction(Expression, typeof(DataLoader)));
    }
}
