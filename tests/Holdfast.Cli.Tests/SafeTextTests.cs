namespace Holdfast.Cli.Tests;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("plain äöü 漢字 🙂", "plain äöü 漢字 🙂")]
    [InlineData("two\nlines\tand a tab", "two\nlines\tand a tab")]
    [InlineData("\e[2Jcleared", "\\u001b[2Jcleared")]
    [InlineData("over\rwritten", "overwritten")]
    [InlineData("abc\u202edcba", "abc\\u202edcba")]
    [InlineData("\u009b31m", "\\u009b31m")]
    public void What_would_drive_the_terminal_is_shown_instead(string text, string shown) => SafeText.Of(text).ShouldBe(shown);

    [Fact]
    public void A_line_is_cut_between_characters() => SafeText.Line("abc🙂def", 5).ShouldBe("abc…");

    [Fact]
    public void Json_loses_its_white_space_and_nothing_else() => SafeText.Json("{\n  \"a\" : \"ä <b>\" }").ShouldBe("{\"a\":\"ä <b>\"}");
}
