using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Holdfast.Tools;

namespace Holdfast.Tests.Tools;

public class ToolMethodsTests
{
    public enum Size
    {
        Small,
        Large,
    }

    [Fact]
    public void The_schema_comes_from_the_signature()
    {
        var tool = ToolMethods.Of(new Shop()).Single(t => t.Name == "order_shirt");

        var schema = tool.Parameters.GetRawText();
        tool.Description.ShouldBe("Orders a shirt.");
        schema.ShouldContain("How many");
        schema.ShouldContain("Small");
        tool.Parameters.GetProperty("required").EnumerateArray().Select(e => e.GetString()).ShouldBe(["size", "count"]);
        tool.Parameters.GetProperty("properties").EnumerateObject().Select(p => p.Name).ShouldBe(["size", "count", "code"]);
    }

    [Theory]
    [InlineData("""{"size":"Small","count":2}""", null)]
    [InlineData("""{"size":"Huge","count":2}""", "Large")]
    [InlineData("""{"size":"Small","count":0}""", "count")]
    [InlineData("""{"size":"Small","count":2,"code":"x"}""", "code")]
    [InlineData("""{"count":2}""", "size")]
    public void Arguments_are_checked_against_enums_ranges_and_patterns(string arguments, string? complaint)
    {
        var tools = new ToolSet(ToolMethods.Of(new Shop()));

        var (_, document, refusal) = ToolPipeline.Check(new ToolCall("1", "order_shirt", arguments, "k", false), tools, Principal.Anonymous);

        document?.Dispose();
        if (complaint is null)
        {
            refusal.ShouldBeNull();
        }
        else
        {
            refusal!.Outcome.ShouldBe(ToolOutcome.Refused);
            refusal.Text.ShouldContain(complaint);
        }
    }

    [Fact]
    public void A_tool_without_description_is_refused_when_it_is_declared() =>
        Should.Throw<HoldfastException>(() => ToolMethods.Of(new Undescribed())).Message.ShouldContain("[Description");

    [Fact]
    public void A_missing_scope_is_refused()
    {
        var tools = new ToolSet(ToolMethods.Of(new Shop()));
        var call = new ToolCall("1", "close_shop", "{}", "k", false);

        ToolPipeline.Check(call, tools, Principal.Anonymous).Refusal!.Rule.ShouldBe("scope");
        ToolPipeline.Check(call, tools, new Principal("t", "u", ["shop.close"])).Refusal.ShouldBeNull();
    }

    private sealed class Shop
    {
        [Tool(Idempotent = true)]
        [Description("Orders a shirt.")]
        public static string OrderShirt(
            ToolContext context, [Description("The size")] Size size, [Description("How many"), Range(1, 10)] int count, [RegularExpression("^[A-Z]{3}$")] string? code = null) =>
            $"{count} {size} {code} {context.IdempotencyKey}";

        [Tool(Effect = ToolEffect.Destructive, Scope = "shop.close")]
        [Description("Closes the shop.")]
        public static string CloseShop() => "closed";
    }

    private sealed class Undescribed
    {
        [Tool]
        public static string Act() => "";
    }
}
