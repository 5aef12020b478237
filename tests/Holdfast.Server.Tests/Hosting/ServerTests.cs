using Microsoft.Extensions.Hosting;

namespace Holdfast.Server.Tests.Hosting;

public class ServerTests
{
    [Fact]
    public async Task Stopping_hands_over_what_runs_and_the_next_process_finishes_it()
    {
        var gated = new GatedAgent();
        var server = await RunningServer.StartAsync(null, gated.Models, null, gated.Agent);
        var run = await server.StartAsync(await server.OpenAsync("gated"), "Go");
        await gated.Entered;
        var stream = await server.FollowAsync($"/v1/runs/{run}/events");
        var stopping = server.App.Services.GetService(typeof(IHostApplicationLifetime)) as IHostApplicationLifetime;
        stopping!.ApplicationStopping.Register(gated.Open);

        var folder = await server.StopAsync();

        stream.Dispose();
        await using var next = await RunningServer.StartAsync(null, gated.Models, folder, gated.Agent);
        (await next.GetAsync($"/v1/runs/{run}?wait=60")).Json.GetProperty("answer").GetString().ShouldBe("Done: Go");
    }

    [Fact]
    public async Task A_process_that_only_accepts_leaves_the_work_to_one_that_only_works()
    {
        var front = await RunningServer.StartAsync(options => options.Role = ServerRole.Api);
        var run = await front.StartAsync(await front.OpenAsync(), "Hi");
        (await front.GetAsync($"/v1/runs/{run}")).Json.GetProperty("status").GetString().ShouldBe("queued");
        await using var back = await RunningServer.StartAsync(options => options.Role = ServerRole.Worker, folder: front.Folder);

        (await front.GetAsync($"/v1/runs/{run}?wait=60")).Json.GetProperty("answer").GetString().ShouldBe("You said: Hi");
        (await back.GetAsync("/v1/agents")).ShouldRefuse(404, "unknown-route");
        (await back.GetAsync("/readyz")).Status.ShouldBe(200);
        await front.StopAsync();
    }

    [Fact]
    public async Task Health_and_unknown_routes_are_answered()
    {
        await using var server = await RunningServer.StartAsync();

        (await server.GetAsync("/healthz")).Json.GetProperty("status").GetString().ShouldBe("ok");
        (await server.GetAsync("/readyz")).Json.GetProperty("status").GetString().ShouldBe("ready");
        (await server.GetAsync("/v2/things")).ShouldRefuse(404, "unknown-route").ShouldContain("/openapi/v1.json");
        (await server.SendAsync(HttpMethod.Delete, "/v1/agents")).ShouldRefuse(405, "method-not-allowed").ShouldContain("GET");
    }

    [Fact]
    public async Task The_description_of_the_routes_names_bodies_and_refusals()
    {
        await using var server = await RunningServer.StartAsync();

        var document = (await server.GetAsync("/openapi/v1.json")).Json;

        document.GetProperty("openapi").GetString()!.ShouldStartWith("3.");
        var send = document.GetProperty("paths").GetProperty("/v1/sessions/{id}/messages").GetProperty("post");
        send.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("$ref").GetString()!.ShouldEndWith("MessageRequest");
        send.GetProperty("responses").EnumerateObject().Select(response => response.Name).ShouldBe(["200", "202", "400", "401", "403", "404", "409", "410", "413", "422", "429"], ignoreOrder: true);
        Members("MessageRequest").ShouldBe(["text", "cancel_running"]);
        Members("RunView").ShouldContain("accepted_at");

        IEnumerable<string> Members(string schema) =>
            document.GetProperty("components").GetProperty("schemas").GetProperty(schema).GetProperty("properties").EnumerateObject().Select(member => member.Name);
    }
}
