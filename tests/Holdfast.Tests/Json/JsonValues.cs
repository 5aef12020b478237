using System.Globalization;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Holdfast.Tests.Json;

/// <summary>Random JSON.</summary>
internal static class JsonValues
{
    private static readonly string[] Texts =
        ["", "a", "id", "name", "it's", "say \"hi\"", "a, b", "x: y", "[1]", "{}", "line\nbreak", "\\d+", "é", "😀", "true", "null", "12", "```", "// no", "(a)", "+"];

    public static Arbitrary<string> Documents { get; } = Arb.From(Gen.Sized(size => Value(Math.Min(size / 10, 4))));

    public static Arbitrary<string> Noise { get; } = Arb.From(
        Gen.Elements("{", "}", "[", "]", ",", ":", "\"", "'", "\\", "\n", " ", "a", "1", "-", ".", "e", "true", "None", "/*", "//", "```", "...", "(", ")", "+", "\\u00", "“", "\0", "\uD800")
            .ListOf().Select(parts => string.Concat(parts)));

    public static Gen<string> Text { get; } = Gen.OneOf(
        Gen.Elements(Texts),
        ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => new string([.. text.Get.Where(c => !char.IsSurrogate(c))])));

    public static string Quote(string text) => JsonValue.Create(text).ToJsonString();

    private static Gen<string> Value(int depth)
    {
        var scalar = Gen.OneOf(
            Gen.Elements("true", "false", "null", "0", "-1.50", "1e3", "12345678901234567890.5"),
            ArbMap.Default.GeneratorFor<int>().Select(number => number.ToString(CultureInfo.InvariantCulture)),
            Text.Select(Quote));
        if (depth == 0)
            return scalar;
        var inner = Value(depth - 1);
        var member = from name in Text from value in inner select Quote(name) + ":" + value;
        return Gen.OneOf(
            scalar,
            inner.ListOf().Resize(4).Select(items => "[" + string.Join(", ", items) + "]"),
            member.ListOf().Resize(4).Select(members => "{" + string.Join(", ", members) + "}"));
    }
}
