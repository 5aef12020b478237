using System.Reflection;

namespace Holdfast.Tests.Rules;

/// <summary>Describes the public members of our assemblies, one a line.</summary>
internal static class PublicApi
{
    private static readonly NullabilityInfoContext Nullability = new();

    public static IReadOnlyList<Assembly> Assemblies { get; } =
    [
        typeof(HoldfastException).Assembly, typeof(Storage.HoldfastStorage).Assembly, typeof(Providers.ChatClients).Assembly, typeof(Server.HoldfastApplication).Assembly,
    ];

    public static IEnumerable<string> Describe(Assembly assembly) => assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal).SelectMany(Describe);

    private static IEnumerable<string> Describe(Type type)
    {
        var name = NameOf(type, full: true);
        yield return $"{KindOf(type)} {name}";
        if (type.IsEnum)
        {
            foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Static))
            {
                yield return $"{name}.{field.Name} = {Convert.ToInt64(field.GetRawConstantValue())}";
            }

            yield break;
        }

        if (typeof(Delegate).IsAssignableFrom(type))
        {
            yield break;
        }

        const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var members = type.GetMembers(Own).Where(IsPromised).Select(m => Line(name, m)).Where(line => line is not null).Select(line => line!);
        foreach (var line in members.Order(StringComparer.Ordinal))
        {
            yield return line;
        }
    }

    private static bool IsPromised(MemberInfo member) => member switch
    {
        // What a record generates is promised by the record's members.
        _ when member.Name.Contains('<') || member.Name is "PrintMembers" or "EqualityContract" or "Deconstruct" => false,
        MethodInfo { IsSpecialName: true } => false,
        MethodInfo m when m.GetBaseDefinition().DeclaringType == typeof(object) => false,
        MethodInfo { Name: "Equals", DeclaringType: var owner } when owner!.GetMethod("<Clone>$") is not null || owner.IsValueType => false,
        MethodBase m => m.IsPublic || m.IsFamily || m.IsFamilyOrAssembly,
        PropertyInfo p => p.GetAccessors().Length > 0 || p.GetMethod is { IsFamily: true },
        FieldInfo f => f.IsPublic,
        _ => false,
    };

    private static string? Line(string owner, MemberInfo member) => member switch
    {
        ConstructorInfo { IsPublic: false } => null,
        ConstructorInfo c => $"{owner}.new({Parameters(c)})",
        MethodInfo m => $"{owner}.{m.Name}{Generic(m)}({Parameters(m)}) : {NameOf(m.ReturnType)}{Mark(() => Nullability.Create(m.ReturnParameter))}",
        PropertyInfo p => $"{owner}.{p.Name} {{ {(p.GetMethod is { IsPublic: true } or { IsFamily: true } ? "get; " : "")}{Setter(p)}}} : {NameOf(p.PropertyType)}{Mark(() => Nullability.Create(p))}",
        FieldInfo f => $"{owner}.{f.Name} : {NameOf(f.FieldType)}{(f.IsLiteral ? $" = {f.GetRawConstantValue()}" : "")}",
        _ => null,
    };

    private static string Setter(PropertyInfo property) => property.SetMethod is not { IsPublic: true } set ? ""
        : set.ReturnParameter.GetRequiredCustomModifiers().Any(m => m.Name == "IsExternalInit") ? "init; " : "set; ";

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(p => $"{NameOf(p.ParameterType)}{Mark(() => Nullability.Create(p))} {p.Name}{(p.HasDefaultValue ? " = " + Default(p) : "")}"));

    private static string Default(ParameterInfo parameter) => parameter.DefaultValue switch
    {
        null => parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? "default" : "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        var value => value.ToString()!,
    };

    private static string Generic(MethodInfo method) => method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : "";

    private static string Mark(Func<NullabilityInfo> read) => read() is { ReadState: NullabilityState.Nullable, Type.IsValueType: false } ? "?" : "";

    private static string KindOf(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "class",
        _ => "open class",
    };

    private static string NameOf(Type type, bool full = false)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return NameOf(inner) + "?";
        }

        if (type.IsArray)
        {
            return NameOf(type.GetElementType()!) + "[]";
        }

        var name = full ? (type.FullName ?? type.Name).Replace('+', '.') : type.Name;
        return type.IsGenericType ? $"{name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(a => NameOf(a)))}>" : name;
    }
}
