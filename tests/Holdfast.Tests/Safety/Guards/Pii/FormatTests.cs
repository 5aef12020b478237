using Holdfast.Safety.Guards;
using Holdfast.Safety.Guards.Pii;

namespace Holdfast.Tests.Safety.Guards.Pii;

/// <summary>Forms in which people and machines write addresses and numbers.</summary>
public sealed class FormatTests
{
    [Theory]
    [InlineData("call tel:+49-30-1234567 now", "phone", "+49-30-1234567")]
    [InlineData("phone: 415\u2011555\u20112671", "phone", "415\u2011555\u20112671")]
    [InlineData("phone 030\u00A01234567", "phone", "030\u00A01234567")]
    [InlineData("the MAC is 001A2b3c4d5e", "mac-address", "001A2b3c4d5e")]
    [InlineData("open http://intranet/start.html", "url", "http://intranet/start.html")]
    [InlineData("open http://[2001:db8::1]:8080/x", "ip-address", "http://[2001:db8::1]:8080/x")]
    [InlineData("reach him at (+44) (0)20 7946 0018 tonight", "phone", "(+44) (0)20 7946 0018")]
    [InlineData("we met, 00353 (1) 123 4567, and left", "phone", "00353 (1) 123 4567")]
    [InlineData("we met, 011 44 20 7946 0018, and left", "phone", "011 44 20 7946 0018")]
    [InlineData("we met, 1-415-555-2671, and left", "phone", "1-415-555-2671")]
    [InlineData("we met, 415/555-2671, and left", "phone", "415/555-2671")]
    [InlineData("we met, + 49 89 1234567, and left", "phone", "+ 49 89 1234567")]
    [InlineData("415-555-2671 415-555-2672", "phone", "415-555-2672")]
    [InlineData("800-555-1234;ext=12", "phone", "800-555-1234;ext=12")]
    [InlineData("phone=4155552671", "phone", "4155552671")]
    [InlineData("My phone number is 13 12 34.", "phone", "13 12 34")]
    [InlineData("123456 is my phone number", "phone", "123456")]
    [InlineData("Telephone:\n30 123 4567", "phone", "30 123 4567")]
    [InlineData("ip address abcd:ef::beef", "ip-address", "abcd:ef::beef")]
    [InlineData("listen on ::", "ip-address", "::")]
    [InlineData("fe80::1%eth0.100 is up", "ip-address", "fe80::1%eth0.100")]
    [InlineData("001A-2B3C-4D5E", "mac-address", "001A-2B3C-4D5E")]
    [InlineData("mac 00 1A 2B 3C 4D 5E", "mac-address", "00 1A 2B 3C 4D 5E")]
    [InlineData("mac 001A2B-3C4D5E", "mac-address", "001A2B-3C4D5E")]
    [InlineData("the EUI is 00:1A:2B:FF:FE:3C:4D:5E", "mac-address", "00:1A:2B:FF:FE:3C:4D:5E")]
    [InlineData("001A2b3c4d5e", "mac-address", "001A2b3c4d5e")]
    [InlineData("it was AB:CD:EF:AB:CD:EF again", "mac-address", "AB:CD:EF:AB:CD:EF")]
    [InlineData("abcd.efab.cdef", "mac-address", "abcd.efab.cdef")]
    [InlineData("bind abcd:efab:cdef:abcd:efab:cdef:abcd:efab", "ip-address", "abcd:efab:cdef:abcd:efab:cdef:abcd:efab")]
    [InlineData("Tel.0173 1234567", "phone", "0173 1234567")]
    [InlineData("we met (+44 (0)20 7946 0018) and left", "phone", "+44 (0)20 7946 0018")]
    [InlineData("138 1234 5678 is my number", "phone", "138 1234 5678")]
    [InlineData("mob. 98765 43210", "phone", "98765 43210")]
    [InlineData("我的电话是13812345678", "phone", "13812345678")]
    [InlineData("see http://उदाहरण.परीक्षा now", "url", "http://उदाहरण.परीक्षा")]
    [InlineData("we noted 8 427 323-39-58 today", "phone", "8 427 323-39-58")]
    [InlineData("we noted 11 91234-5678 today", "phone", "11 91234-5678")]
    [InlineData("我的IP是10.0.0.1吗", "ip-address", "10.0.0.1")]
    [InlineData("we met, 415-555-2671 (extn. 12), and left", "phone", "415-555-2671 (extn. 12)")]
    [InlineData("we met, 415-555-2671 extension number 12, and left", "phone", "415-555-2671 extension number 12")]
    [InlineData("my phone number is 12-34-5678", "phone", "12-34-5678")]
    [InlineData("I have a card with you. (022) 2754 9000 works best", "phone", "(022) 2754 9000")]
    [InlineData("code:2001:db8::1 is up", "ip-address", "2001:db8::1")]
    [InlineData("we noted 079 2718 1155 today", "phone", "079 2718 1155")]
    [InlineData("see MyExample.Com now", "url", "MyExample.Com")]
    [InlineData("see www.example.foo now", "url", "www.example.foo")]
    [InlineData("go //cdn.example.org/x.js", "url", "//cdn.example.org/x.js")]
    [InlineData("see https://en.example.org/wiki/Salt_(food) ok", "url", "https://en.example.org/wiki/Salt_(food)")]
    [InlineData("%7B06e82887-9afc-4064-abad-f6fb60b8a1f3%7D", "guid", "06e82887-9afc-4064-abad-f6fb60b8a1f3")]
    public async Task Other_forms_are_found(string text, string kind, string value) =>
        (await FindAsync(text)).Where(f => f.Kind == kind).Select(f => text.Substring(f.Start, f.Length)).ShouldContain(value);

    [Theory]
    [InlineData("std::vector and abc::def are names")]
    [InlineData("commit 001a2b3c4d5e fixed it")]
    [InlineData("ratio:1234567 in the table")]
    [InlineData("12345678 isn't a phone number")]
    [InlineData("phones: 12345 sold")]
    [InlineData("it costs 1 250 000 euro")]
    [InlineData("listen to std:: names")]
    [InlineData("version 1.2.3.4 of the program")]
    [InlineData("we noted 0001234567 today")]
    [InlineData("00:1A-2B:3C-4D:5E")]
    [InlineData("1200:0000:AB00:1234:0000:2552:7777:1313:1234")]
    [InlineData("00:1A:2B:3C:4D:5E:6F")]
    [InlineData("edit main.py and readme.md")]
    [InlineData("see the end.So we went")]
    [InlineData("open https://abc")]
    public async Task What_looks_alike_is_left(string text) => (await FindAsync(text)).ShouldBeEmpty();

    private static async Task<IReadOnlyList<GuardFinding>> FindAsync(string text) =>
        await new PiiGuard(new PiiGuardOptions { Kinds = PiiKinds.All }).CheckAsync(new GuardedText { Text = text, Point = GuardPoint.Output }, TestContext.Current.CancellationToken);
}
