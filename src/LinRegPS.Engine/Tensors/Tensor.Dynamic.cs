using System.Collections;
using System.Dynamic;
using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;

namespace LinRegPS;

/// <summary>
/// What a dynamic language makes of a tensor where its own ways go wrong: an index that does not exist is an error and not
/// nothing, comparisons are of numbers, a tensor of one element is true or false by its number, and text is a number by the one
/// rule. All else is left to the language. Costs nothing once a call site is bound.
/// </summary>
public sealed partial class Tensor : IDynamicMetaObjectProvider
{
    DynamicMetaObject IDynamicMetaObjectProvider.GetMetaObject(Expression parameter) => new Binding(parameter, this);

    private static bool Compare(Tensor tensor, object? other, ExpressionType operation)
    {
        var (left, right) = (tensor, Operand("Compare", other));
        if (left.Numel != 1 || right.Numel != 1)
            throw Errors.NoOrder(left.Shape, right.Shape);
        // NaN is neither less nor greater.
        var (a, b) = (left.DType == DType.Int64 && right.DType == DType.Int64) ? (left.CompareTo(right), 0) : ((double)left, (double)right);
        return operation switch
        {
            ExpressionType.LessThan => a < b,
            ExpressionType.LessThanOrEqual => a <= b,
            ExpressionType.GreaterThan => a > b,
            _ => a >= b,
        };
    }

    private static Tensor Operand(string operation, object? operand) => WrapperAttribute.Unwrap(operand) switch
    {
        Tensor one => one,
        string text => Text(text),
        null => throw Errors.Null(operation, "operand 2"),
        byte or sbyte or short or ushort or int or uint or long => Of([Convert.ToInt64(WrapperAttribute.Unwrap(operand), CultureInfo.InvariantCulture)], Shape.Scalar),
        IEnumerable items and not IDictionary => Stack([.. items.Cast<object?>().Select(item => Operand(operation, item))]),
        var number => Scalar(Number(number) ?? throw Errors.NoNumber(operation, number)),
    };

    // Invariant, without thousands separators, never empty.
    private static Tensor Text(object text) => double.TryParse((string)WrapperAttribute.Unwrap(text)!, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
        ? Scalar(number)
        : throw Errors.TextOperand($"{text}");

    // Methods' numbers that are given as text: languages convert them, and may take 0,5 for 5 and nothing for 0.
    private static object? CheckText(object? argument, bool mayBeEmpty) =>
        WrapperAttribute.Unwrap(argument) is string text
        && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
        && (string.IsNullOrWhiteSpace(text) ? !mayBeEmpty : double.TryParse(text, NumberStyles.Any, CultureInfo.InvariantCulture, out _))
            ? throw Errors.TextOperand(text)
            : argument;

    private static bool Truth(Tensor tensor) => tensor.IsTrue;

    // Null is a new dimension to who writes it; to a language it is a variable that was never set.
    private static Tensor PartAt(Tensor tensor, object?[] index) => tensor.At(CheckSet(index));

    private static object?[] CheckSet(object?[] index) =>
        Array.Exists(index, i => WrapperAttribute.Unwrap(i) is null) ? throw Errors.IndexUnset() : index;

    // What an index or a slice gives is a view; what a list of them or a mask gives is not.
    private static object? AssignAt(Tensor tensor, object?[] index, object? value)
    {
        CheckSet(index);
        var operand = Operand("Assign", value);
        if (Array.Exists(index, i => WrapperAttribute.Unwrap(i) is IEnumerable and not string or Tensor))
            tensor.IndexPut_(index, operand);
        else
            tensor.At(index).Copy_(operand);
        return value;
    }

    private sealed class Binding(Expression expression, Tensor tensor) : DynamicMetaObject(expression, BindingRestrictions.Empty, tensor)
    {
        // Whoever wraps the tensor has unwrapped it: what is here is one.
        private UnaryExpression This => Expression.Convert(Expression, typeof(Tensor));

        public override DynamicMetaObject BindGetIndex(GetIndexBinder binder, DynamicMetaObject[] indexes) =>
            Result(Call(nameof(PartAt), This, Expression.NewArrayInit(typeof(object), indexes.Select(Object))), binder.ReturnType);

        public override DynamicMetaObject BindSetIndex(SetIndexBinder binder, DynamicMetaObject[] indexes, DynamicMetaObject value) =>
            Result(Call(nameof(AssignAt), This, Expression.NewArrayInit(typeof(object), indexes.Select(Object)), Object(value)), binder.ReturnType);

        public override DynamicMetaObject BindBinaryOperation(BinaryOperationBinder binder, DynamicMetaObject arg) => binder.Operation switch
        {
            ExpressionType.LessThan or ExpressionType.LessThanOrEqual or ExpressionType.GreaterThan or ExpressionType.GreaterThanOrEqual =>
                Result(Call(nameof(Compare), This, Object(arg), Expression.Constant(binder.Operation)), binder.ReturnType),
            ExpressionType.Add or ExpressionType.Subtract or ExpressionType.Multiply or ExpressionType.Divide or ExpressionType.Modulo
                when WrapperAttribute.Unwrap(arg.Value) is string => WithNumber(binder, arg),
            _ => base.BindBinaryOperation(binder, arg),
        };

        public override DynamicMetaObject BindConvert(ConvertBinder binder) =>
            binder.Type == typeof(bool) ? Result(Call(nameof(Truth), This), binder.ReturnType) : base.BindConvert(binder);

        public override DynamicMetaObject BindUnaryOperation(UnaryOperationBinder binder) =>
            binder.Operation == ExpressionType.Not
                ? Result(Expression.Not(Call(nameof(Truth), This)), binder.ReturnType)
                : base.BindUnaryOperation(binder);

        public override DynamicMetaObject BindInvokeMember(InvokeMemberBinder binder, DynamicMetaObject[] args)
        {
            var call = NullArguments.Check(typeof(Tensor), binder.Name, args, base.BindInvokeMember(binder, args));
            bool mayBeEmpty = binder.Name.Equals(nameof(ToString), StringComparison.OrdinalIgnoreCase);
            Expression[] checks =
            [
                .. args.Where(arg => WrapperAttribute.Unwrap(arg.Value) is string).Select(arg => Call(nameof(CheckText), Object(arg), Expression.Constant(mayBeEmpty))),
                .. WholeArguments.Checks(typeof(Tensor), binder.Name, args),
            ];
            return checks.Length == 0 ? call : new(Expression.Block([.. checks, call.Expression]), call.Restrictions);
        }

        // The operation on the number that the text is, bound anew: the site is this one's type and the text's.
        private DynamicMetaObject WithNumber(BinaryOperationBinder binder, DynamicMetaObject arg) => new(
            Expression.Dynamic(binder, binder.ReturnType, This, Call(nameof(Text), Object(arg))),
            Mine().Merge(BindingRestrictions.GetTypeRestriction(arg.Expression, arg.LimitType)));

        private DynamicMetaObject Result(Expression call, Type type) => new(Expression.Convert(call, type), Mine());

        private BindingRestrictions Mine() => BindingRestrictions.GetTypeRestriction(Expression, typeof(Tensor));

        private static Expression Object(DynamicMetaObject value) => Expression.Convert(value.Expression, typeof(object));

        private static MethodCallExpression Call(string method, params Expression[] arguments)
        {
            var found = typeof(Tensor).GetMethod(method, BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly)!;
            return found.IsStatic ? Expression.Call(found, arguments) : Expression.Call(arguments[0], found, arguments[1..]);
        }
    }
}
