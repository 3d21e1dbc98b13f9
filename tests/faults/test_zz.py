import pytest
import tests.faults.test_disk as d
def test_x(world):
    world.holds(d.a_fiche("a")); d.put(world,"b")
    old=d.published(world)
    for n in range(1,30):
        with pytest.MonkeyPatch.context() as patch:
            disk=d.FailingDisk(patch,n); e=None
            try: world.ingester.publish()
            except Exception as x: e=x
        print(n, disk.done[-2:], repr(e), d.published(world)==old)
