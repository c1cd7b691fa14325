from salesmgmt.demo.models.sample_company import SampleCompany

__all__ = ["SampleCompany"]
