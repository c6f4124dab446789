#!/bin/bash
# Two network namespaces as two machines, with TCP between them: a training is cut off in its middle, ends on both, and goes on.
# Usage: hosts.sh MANIFEST [PWSH...]; needs root, Open MPI, ip and unshare.
set -u
manifest=$1; shift
pwsh=("$@"); [ ${#pwsh[@]} -gt 0 ] || pwsh=(pwsh)
here=$(mktemp -d); timeout=${TIMEOUT:-10}
up() { # two machines, wired together
    ip netns add lr0; ip netns add lr1
    ip link add lr0 netns lr0 type veth peer name lr1 netns lr1
    for i in 0 1; do ip -n lr$i addr add 10.77.0.$((i + 1))/24 dev lr$i; ip -n lr$i link set lr$i up; ip -n lr$i link set lo up; done
}
down() { ip netns del lr0 2>/dev/null; ip netns del lr1 2>/dev/null; rm -rf "$here"; }
trap down EXIT
down; here=$(mktemp -d); up
# What mpirun starts its daemons by, in place of ssh: HOST COMMAND.
cat > $here/agent <<'END'
#!/bin/bash
host=lr$((${1##*.} - 1)); shift
exec ip netns exec $host unshare -u bash -c "hostname $host; $*"
END
chmod +x $here/agent
cat > $here/train.ps1 <<END
\$ErrorActionPreference = 'Stop'; \$ProgressPreference = 'SilentlyContinue'
Import-Module '$manifest'
\$group = Enter-ProcessGroup -TimeoutSecond $timeout
\$X = New-Tensor -Normal -Shape 2000,10 -Seed 1
\$Y = \$X.Sum(1).Reshape(2000, 1)
\$model = New-SequentialModel { Linear 10 32; Tanh; Linear 32 1 } -Seed 0
Invoke-Training \$model \$X \$Y 0.01 60 -Optimizer Adam -BatchSize 100 -Shuffle -Seed 3 -Part 4 -CheckpointPath $here/run.ckpt -Resume:(\$env:RESUME -eq 1) -Force:(\$env:RESUME -ne 1) -ProcessGroup \$group -OnEpoch { Start-Sleep -Milliseconds ([int]\$env:PAUSE) } | ForEach-Object { "epoch \$(\$_.Epoch): \$(\$_.Loss.ToString('R'))" }
END
run() { ip netns exec lr0 unshare -u bash -c 'hostname lr0; exec "$@"' run mpirun --allow-run-as-root -n 2 --host 10.77.0.1,10.77.0.2 \
    --mca plm_rsh_agent $here/agent --mca btl tcp,self --mca btl_tcp_if_include 10.77.0.0/24 --mca oob_tcp_if_include 10.77.0.0/24 --mca oob_tcp_keepalive_time 3 --mca oob_tcp_keepalive_intvl 1 --mca oob_tcp_keepalive_probes 3 \
    -x RESUME -x PAUSE -x PATH "${pwsh[@]}" -NoProfile -NonInteractive -File $here/train.ps1; }
echo '== whole'; export RESUME=0 PAUSE=0; time run > $here/whole 2> $here/whole.err; echo "exit $?"; tail -1 $here/whole; head -5 $here/whole.err
echo '== cut'; export PAUSE=100; start=$SECONDS; run > $here/cut 2> $here/cut.err & pid=$!
while ! grep -q 'epoch 10' $here/cut; do sleep 0.1; [ $((SECONDS - start)) -lt 60 ] || { cat $here/cut.err; exit 1; }; done
ip -n lr1 link set lr1 down; cut=$SECONDS; echo "cut after $(tail -1 $here/cut)"
for s in $(seq 60); do kill -0 $pid 2>/dev/null || break; sleep 1; done
echo "mpirun ended $((SECONDS - cut)) s later"; kill -0 $pid 2>/dev/null && kill -9 $pid
pgrep -fa $here/train.ps1 | grep -v pgrep | head; grep LinRegPS $here/cut.err
ip -n lr1 link set lr1 up; sleep 1
echo '== resumed'; export RESUME=1 PAUSE=0; run > $here/resumed 2> $here/resumed.err; echo "exit $?"; head -1 $here/resumed; tail -1 $here/resumed
[ "$(tail -1 $here/whole)" = "$(tail -1 $here/resumed)" ] && echo 'same bits'
