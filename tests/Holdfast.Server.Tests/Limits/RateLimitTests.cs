using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using System.Net;

namespace Holdfast.Server.Tests.Limits;

/// <summary>A flood is refused by the first limit that it meets, which says its name and when to come back.</summary>
public sealed class RateLimitTests
{
    [Fact]
    public async Task A_session_takes_so_many_messages_and_others_are_not_held_up()
    {
        await using var server = await RunningServer.StartAsync(options => options.RateLimits = new() { Session = 3 });
        var session = await server.OpenAsync();
        await FloodAsync(3, () => server.PostAsync($"/v1/sessions/{session}/messages", """{"text":"Hi"}"""), "RateLimits:Session", 20);

        var completion = $$$"""{"model":"echo","messages":[{"role":"user","content":"Hi"}],"metadata":{"session":"{{{session}}}"}}""";
        var reply = await server.PostAsync("/openai/v1/chat/completions", completion);
        reply.Status.ShouldBe(429);
        reply.Json.GetProperty("error").GetProperty("type").GetString().ShouldBe("rate_limit_error");
        (await server.PostAsync($"/v1/sessions/{await server.OpenAsync()}/messages", """{"text":"Hi"}""")).Status.ShouldBe(202);
    }

    [Fact]
    public async Task A_user_opens_so_many_sessions_in_one_tenant()
    {
        await using var server = await RunningServer.StartAsync(options =>
        {
            options.RateLimits = new() { User = 2 };
            options.ApiKeys = [new() { Name = "a", Key = "a-key-0123456789ab", Tenant = "a" }, new() { Name = "b", Key = "b-key-0123456789ab", Tenant = "b" }];
        });
        await FloodAsync(2, () => OpenAsync("a", "ann"), "RateLimits:User", 30);

        (await OpenAsync("b", "ann")).Status.ShouldBe(201);
        (await OpenAsync("a", "bob")).Status.ShouldBe(201);
        (await OpenAsync("a", "anonymous")).Status.ShouldBe(201);
        (await OpenAsync("a", "anonymous")).Status.ShouldBe(201);
        (await OpenAsync("a", "anonymous")).Status.ShouldBe(201);

        Task<Reply> OpenAsync(string tenant, string user) =>
            server.PostAsync("/v1/agents/echo/sessions", $$"""{"user":"{{user}}"}""", ("Authorization", $"Bearer {tenant}-key-0123456789ab"));
    }

    [Fact]
    public async Task A_tenant_sends_so_many_requests_of_any_kind()
    {
        await using var server = await RunningServer.StartAsync(options => options.RateLimits = new() { Tenant = 2 });

        await FloodAsync(2, () => server.GetAsync("/v1/agents"), "RateLimits:Tenant", 30);
        (await server.GetAsync("/healthz")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_address_that_tries_keys_is_slowed_down()
    {
        await using var server = await RunningServer.StartAsync(
            options =>
            {
                options.RateLimits = new() { Address = 2 };
                options.ApiKeys = [new() { Name = "a", Key = "a-key-0123456789ab" }];
            },
            builder => builder.Services.AddSingleton<IStartupFilter>(new CallerAddress()));
        await FloodAsync(2, () => TryAsync("203.0.113.7"), "RateLimits:Address", 30, 401);
        (await TryAsync("203.0.113.8")).Status.ShouldBe(401);

        await FloodAsync(2, () => TryAsync("2001:db8:1:2::7"), "RateLimits:Address", 30, 401);
        (await TryAsync("2001:db8:1:2:ffff::9")).Status.ShouldBe(429);
        (await TryAsync("2001:db8:1:3::7")).Status.ShouldBe(401);
        for (var i = 0; i < 5; i++)
        {
            (await TryAsync("127.0.0.1")).Status.ShouldBe(401);
        }

        Task<Reply> TryAsync(string address) => server.GetAsync("/v1/agents", ("X-Test-Address", address), ("Authorization", "Bearer guess"));
    }

    [Fact]
    public void A_bucket_refills_evenly_and_no_fuller_than_full()
    {
        var time = new Clock();
        var limit = new Server.Limits.RateLimit(6, time);
        for (var i = 0; i < 6; i++)
        {
            limit.Take("a").ShouldBeNull();
        }

        limit.Take("a").ShouldBe(TimeSpan.FromSeconds(10));
        limit.Take("b").ShouldBeNull();
        time.Seconds += 9;
        limit.Take("a").ShouldBe(TimeSpan.FromSeconds(1));
        time.Seconds += 1;
        limit.Take("a").ShouldBeNull();
        limit.Take("a").ShouldNotBeNull();
        time.Seconds += 3600;
        Enumerable.Range(0, 10).Count(_ => limit.Take("a") is null).ShouldBe(6);
    }

    [Fact]
    public void Any_number_of_keys_takes_a_bounded_memory_and_nobody_s_tokens()
    {
        var time = new Clock();
        var limit = new Server.Limits.RateLimit(1, time);
        limit.Take("a").ShouldBeNull();
        time.Seconds += 30;
        for (var i = 0; i < 60_000; i++)
        {
            limit.Take($"{i}").ShouldBeNull();
        }

        limit.Take("a").ShouldNotBeNull();
        time.Seconds += 60;
        for (var i = 0; i < 60_000; i++)
        {
            limit.Take($"x{i}").ShouldBeNull();
        }

        limit.Take("x0").ShouldNotBeNull();
    }

    private static async Task FloodAsync(int most, Func<Task<Reply>> send, string limit, int seconds, int status = 0)
    {
        for (var i = 0; i < most; i++)
        {
            var taken = await send();
            taken.Status.ShouldBeInRange(status == 0 ? 200 : status, status == 0 ? 202 : status, taken.Text);
        }

        var reply = await send();
        reply.ShouldRefuse(429, "rate-limited").ShouldContain(limit);
        int.Parse(reply.Headers["Retry-After"]).ShouldBeInRange(1, seconds);
    }

    /// <summary>Lets a test say which address a request comes from.</summary>
    private sealed class CallerAddress : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) =>
            {
                context.Connection.RemoteIpAddress = IPAddress.TryParse(context.Request.Headers["X-Test-Address"], out var address) ? address : context.Connection.RemoteIpAddress;
                return rest(context);
            });
            next(app);
        };
    }

    private sealed class Clock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1_000;

        public override long GetTimestamp() => Seconds * 1_000;
    }
}
